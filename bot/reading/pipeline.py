"""The whole way from a file's bytes to a Briefing, in one process; ``bot.reading.child`` runs it in another."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass, replace
from enum import Enum
from typing import TypeVar, cast

from bot.errors import GongbaoError, UnreadableDocumentError
from bot.model.briefing import Briefing, CompanyMention
from bot.model.used_layout import UsedLayout
from bot.names.lexicon import Lexicon
from bot.reading.document import Block, Document
from bot.reading.formats.source import read_document
from bot.reading.layout.layouts import Kind, format_layout
from bot.reading.layout.read import Reading, read_layout
from bot.reading.received import clean_source_name
from bot.reading.recognition.recognise import recognise
from bot.reading.series_layouts import find_kept, name_series

# Traditional characters: a text in them is read as its twin in simplified ones, and told as it is printed.

_TRADITIONAL = (
    "丟並丳亂亙亞伝佇佈佔佪併佷來侖侶侷係俠倀倆倉個倎們倖倣倫偀偉偪側偵偺偽傌傑傖傘備傚傢傭傯傳債傷傾僅僊僑僕僞僥僱"
    "價儀儂億儈儉儐儔儕儘償優儲儷儻儼兇兌兒兗內兩冊冑冪凅凈凍凜凞凱刓別刪刱則剋剎剛剝剮剴創剷劃劇劉劊劍劑勁動勗務勛"
    "勝勞勢勦勳勵勸勻匯匱區協卹卻厤厭厲參叢吳吶呂員唸問啞啟啣喒喚喪喫喬單喲嗆嗇嗎嗚嗶嘆嘍嘔嘖嘗嘩嘮嘯嘰噁噓噥噯噴噸"
    "噹嚀嚇嚐嚕嚙嚥嚨嚮嚴嚶囀囁囂囈囉囌囑囓囪國圍園圓圖團坵垕垚埆埜執埼堅堊堝堯報場塊塋塒塗塚塢塵塹塼墊墜墮墯墳墾壇"
    "壎壓壘壙壞壟壢壩壯壺壽夠夢夾奐奧奩奪奮妝姍姦姪娛婁婦婬媎媧媼媽媿嫗嫵嫻嬈嬋嬌嬝嬤嬪嬭嬰嬸嬾孃孫學孿宮寀寍寢實寧"
    "審寫寬寵寶將專尋對導尒尟尷屆屌屍屢層屨屬岡峯峴島峽崋崗崙崢嵐嵒嶄嶇嶴嶸嶺嶼嶽巋巒巔巖帥師帳帶幀幃幗幟幣幫幹幾庫"
    "廁廂廈廚廝廟廠廢廣廬廳弒弔張強彆彈彌彎彔彙彥彫彿後徑從徠復徵徹忣恆恓恥悅悊悢悵悶悽惡惱惷惻愛愜愴愷愾慄慇態慍慘"
    "慚慟慣慫慮慴慶慼慾憂憊憐憑憚憤憫憮憲憶懃懇應懍懞懣懧懲懶懷懸懺懼懽懾戀戰戲戶扞拋拏挾捁捨捫捲掃掄掙掛採掽揀揚換"
    "揮揹搆損搖搗搨搶搾摑摟摯摳摻撈撐撓撘撚撣撥撦撫撲撳撻撾撿擁擄擇擊擋擔據擠擣擬擯擰擱擲擴擷擺擻擾攆攏攔攙攜攝攢攣"
    "攤攪攬攷敗敘敵數敺斂斃斕斬斷於昇時晉晝晻暀暈暉暢暫暸曄曆曇曉曌曏曖曠曬書會朢朧朮東枒枴柵柺桮桼桿梔條梟梱棄棗棟"
    "棧棲椏楊楓楨業極榦榮構槍槓槨槳樁樂樅樑樓標樞樣樸樹樺橈橋機橢橫檔檜檢檣檯檳檸檻櫂櫃櫓櫚櫛櫝櫥櫬櫻欄欉權欖欗欽歎"
    "歐歖歛歟歡歲歷歸歿殘殤殮殯殲殺殼毀毆毉毘毬氈氣氫氬氳汎汙決沒沖況泝洶浀浧浹涇涼淒淚淨淪淵淺渙減渦測渾湊湧湯準溝"
    "溫溼滄滅滌滬滯滲滷滾滿漁漚漢漣漧漬漲漸漿潑潔潛潤潯潰澀澂澆澇澔澗澠澤澱濁濃濇濕濘濛濟濤濫濰濱濺濾瀆瀉瀋瀏瀕瀘瀝"
    "瀟瀨瀰瀲瀾灑灕灘灣灤災為烏烴無煉煖煙煥煩熒熱熾燄燈燐燒燙燜營燦燬燭燴燻燼燾燿爍爐爛爭爲爺爾牆牋牓牘牠牴牽犖犛犢"
    "犧狀狌狹狽猙猶獄獅獎獨獰獲獵獷獸獺獻玀玅玨珋珪現琍琱琺琿瑣瑤瑩瑪瑯璣璦環璽璿瓊瓏瓔瓚瓨甌甕產産甦甽畝畢畫異當疇"
    "疊痙痲痳痺瘉瘋瘍瘓瘡瘧療癆癒癘癟癡癢癥癩癬癮癰癱癲發皁皚皰皺盃盜盞盡監盤盧盪眾睏睜睞睠瞇瞞瞭瞼矇矚矯砲硃硯碕碞"
    "碩碪確碻碼磚磧磯礎礙礦礪礫礬祅祕祿禍禎禦禪禮禱禿秈秖稅稈稜稟種稱穀穌積穎穡穢穨穩穫窩窪窮窯窺竄竅竇竊競笵筆筍筧"
    "箋箏節範築篛篠篤篩簍簑簞簡簣簫簷簽簾籃籌籟籠籤籬籮籲粵粺糝糞糧糰糾紀紂約紅紆紇紉紋納紐純紕紗紙級紛紜紡紬紮細紱"
    "紲紳紹紼絀終絃組絆結絕絛絞絡絢給絨統絲絳絹綁綏綑經綜綞綠綢綫綬維綰綱網綴綵綸綺綻綽綾綿緇緊緒緘緙線緝緞締緣編緩"
    "緬緯緲練緹緻縈縉縊縐縑縛縝縞縣縫縮縱縲縴縵縷縹總績繃繅繆繒織繕繖繙繚繞繡繩繪繫繭繳繹繼繽續纍纏纓纔纖纜缽缾罈罌"
    "罰罵罷羃羅羈羋羣羨義羶習翫翹耡耤聖聞聯聰聲聳聶職聽聾肅脅脈脣脩脫脹脺腎腦腫腳腸膚膠膩膽膾膿臉臍臏臘臚臟臥臨臺與"
    "興舉舊舖艙艦艱艷芔芻苧茲荊荳莊莖莢莧華菴萇萊萬萵葉葦葯葷蒐蒞蒼蓀蓆蓋蓮蓱蓺蔆蔔蔕蔣蔥蔭蕩蕪蕭薊薑薔薦薩薺藂藍藝"
    "藥藪藷藹藺蘆蘇蘊蘋蘗蘚蘭蘿處虖虛虜號虧蚘蛻蜆蝕蝡蝦蝨蝯蝸螞螢螻蟄蟈蟬蟯蟲蟻蠅蠍蠔蠟蠣蠱蠶蠻衆衊術衕衖衚衛衝衹袞"
    "裊裏補裝裡製複褲褸褻襖襠襤襪襬襯襲覈見規覓視覦親覬覲覺覽觀觔觝觴觸訂訃計訊訌討訐訓訕訖託記訛訝訟訢訣訥訪設許訴"
    "訶診註証詁詆詐詔評詛詞詠詢詣試詩詫詬詭詮詰話該詳詼誅誇誌認誑誕誘誚語誠誡誣誤誥誦誨說誰課誶誹誼調諂諄談諉請諍諒"
    "論諛諜諦諧諫諭諮諱諳諶諷諸諺諼諾謀謁謂謄謅謊謎謐謗謙講謝謠謨謪謫謬謹謼謾譁證譎譏識譙譚譜譟譪譫譭譯議譴護譽讀變"
    "讌讎讒讓讕讖讚讜谿豈豊豎豐豔豬貍貓貝貞負財貢貧貨販貪貫責貯貲貳貴貶買貸費貼貽貿賀賁賂賃賄賅資賈賊賑賒賓賜賞賠賡"
    "賢賣賤賦質賬賭賴賺賻購賽贅贈贊贍贏贓贖贗贛赻趕趙趨趯跡跴跼踐踫踴蹕蹟蹣蹤蹺躉躊躋躍躑躓躡躥躪軀車軋軌軍軒軔軛軟"
    "軸軻軼軾較載輊輒輓輔輕輛輜輝輞輟輥輦輩輪輯輳輸輻輾輿轂轄轅轉轍轎轔轟轡辦辭辮辯農迆迴迺逕這連週進遉遊運過達違遙"
    "遜遞遠適遯遲遶遷選遺遼邁還邇邊邏邐郵鄉鄒鄖鄧鄭鄰鄲鄴酈醃醜醞醫醬醼釀釁釅釋釐釗釘釙針釣釦釧釩釵鈅鈆鈉鈍鈐鈑鈔鈕"
    "鈞鈣鈴鈷鈸鈹鈽鈾鈿鉀鉅鉆鉉鉋鉍鉑鉗鉚鉛鉤鉸鉻銀銅銑銓銖銘銜銥銨銬銲銳銷銻銼鋁鋅鋇鋒鋤鋪鋰鋸鋼錄錐錕錘錙錚錠錢錦"
    "錨錫錮錯錳錶鍊鍋鍍鍔鍘鍛鍥鍬鍰鍵鍺鍾鎂鎊鎌鎔鎖鎗鎘鎚鎢鎬鎮鎰鎳鏃鏈鏍鏑鏗鏘鏜鏝鏟鏡鏢鏤鏨鏽鐃鐐鐘鐫鐮鐲鐳鐵鐸鐺"
    "鑄鑑鑒鑠鑣鑤鑪鑰鑲鑷鑼鑽鑾鑿長門閂閃閉開閎閏閑閒間閔閘閡閣閤閥閨閩閭閱閹閻闆闇闈闊闋闌闐闔闕闖關闡闢阬阯陘陜陝"
    "陞陣陰陳陸陽隄隊階隕際隨險隱隴隸隻雋雖雙雛雜雝雞離難雰雲電霑霧霽靂靄靈靜靨鞏鞦鞨韁韃韆韉韋韌韓韜韻響頁頂頃項順"
    "須頊頌預頑頒頓頗領頜頡頤頭頰頷頸頹頻顆題額顎顏顓願顛類顥顧顫顯顰顱顴風颯颱颳颶颼飄飌飛飢飩飪飭飯飲飴飼飽飾餃餅"
    "餉養餌餒餓餘餚餛餞餡餧館餬餵餽餾餿饅饉饋饑饒饗饜饞馬馭馮馱馳馴駁駐駑駒駕駙駛駝駟駢駭駮駱駿騁騎騖騙騫騰騷騾驀驃"
    "驅驍驕驗驚驛驟驢驥驩驪骯髏髒體髖髣髮鬆鬍鬚鬢鬥鬧鬨鬱魎魘魚魯魷鮑鮪鮫鮭鮮鯀鯉鯊鯖鯛鯧鯨鯽鰍鰓鰥鰭鰱鰻鰾鱉鱔鱖鱗"
    "鱟鱷鱸鳥鳩鳳鳴鳶鴆鴈鴉鴕鴛鴣鴦鴨鴻鴿鵑鵝鵠鵡鵪鵬鵰鵲鶉鶯鶴鷂鷓鷗鷥鷰鷹鷺鸚鸛鸞鹵鹹鹼鹽麗麤麥麩麪麭麵麼黃黌點黨"
    "黴黷鼇鼕鼴齊齋齒齜齟齡齣齦齧齪齬齲齷龍龐龒龔龜龢"
)
_SIMPLIFIED = (
    "丢并串乱亘亚云伫布占徊并很来仑侣局系侠伥俩仓个腆们幸仿伦英伟逼侧侦咱伪骂杰伧伞备效家佣偬传债伤倾仅仙侨仆伪侥雇"
    "价仪侬亿侩俭傧俦侪尽偿优储俪傥俨凶兑儿兖内两册胄幂涸净冻凛熙凯园别删创则克刹刚剥剐剀创铲划剧刘刽剑剂劲动勖务勋"
    "胜劳势剿勋励劝匀汇匮区协恤却历厌厉参丛吴呐吕员念问哑启衔咱唤丧吃乔单哟呛啬吗呜哔叹喽呕啧尝哗唠啸叽恶嘘哝嗳喷吨"
    "当咛吓尝噜啮咽咙向严嘤啭嗫嚣呓罗苏嘱啮囱国围园圆图团丘厚尧确野执崎坚垩埚尧报场块茔埘涂冢坞尘堑砖垫坠堕堕坟垦坛"
    "埙压垒圹坏垄坜坝壮壶寿够梦夹奂奥奁夺奋妆姗奸侄娱娄妇淫姐娲媪妈愧妪妩娴娆婵娇袅嬷嫔奶婴婶懒娘孙学孪宫采宁寝实宁"
    "审写宽宠宝将专寻对导尔鲜尴届鸟尸屡层屦属冈峰岘岛峡华岗仑峥岚岩崭岖奥嵘岭屿岳岿峦巅岩帅师帐带帧帏帼帜币帮干几库"
    "厕厢厦厨厮庙厂废广庐厅弑吊张强别弹弥弯录汇彦雕佛后径从徕复征彻急恒凄耻悦哲惊怅闷凄恶恼蠢恻爱惬怆恺忾栗殷态愠惨"
    "惭恸惯怂虑慑庆戚欲忧惫怜凭惮愤悯怃宪忆勤恳应懔蒙懑懦惩懒怀悬忏惧欢慑恋战戏户捍抛拿挟搅舍扪卷扫抡挣挂采碰拣扬换"
    "挥背构损摇捣拓抢榨掴搂挚抠掺捞撑挠搭拈掸拨扯抚扑揿挞挝捡拥掳择击挡担据挤捣拟摈拧搁掷扩撷摆擞扰撵拢拦搀携摄攒挛"
    "摊搅揽考败叙敌数驱敛毙斓斩断于升时晋昼暗旺晕晖畅暂了晔历昙晓照向暧旷晒书会望胧术东丫拐栅拐杯漆杆栀条枭捆弃枣栋"
    "栈栖丫杨枫桢业极干荣构枪杠椁桨桩乐枞梁楼标枢样朴树桦桡桥机椭横档桧检樯台槟柠槛棹柜橹榈栉椟橱榇樱栏丛权榄栏钦叹"
    "欧喜敛欤欢岁历归殁残殇殓殡歼杀壳毁殴医毗球毡气氢氩氲泛污决没冲况溯汹曲澄浃泾凉凄泪净沦渊浅涣减涡测浑凑涌汤准沟"
    "温湿沧灭涤沪滞渗卤滚满渔沤汉涟乾渍涨渐浆泼洁潜润浔溃涩澄浇涝浩涧渑泽淀浊浓涩湿泞蒙济涛滥潍滨溅滤渎泻沈浏濒泸沥"
    "潇濑弥潋澜洒漓滩湾滦灾为乌烃无炼暖烟焕烦荧热炽焰灯磷烧烫焖营灿毁烛烩熏烬焘耀烁炉烂争为爷尔墙笺榜牍它抵牵荦牦犊"
    "牺状猩狭狈狰犹狱狮奖独狞获猎犷兽獭献猡妙珏琉圭现璃雕珐珲琐瑶莹玛琅玑瑷环玺璇琼珑璎瓒缸瓯瓮产产苏畎亩毕画异当畴"
    "叠痉麻淋痹愈疯疡痪疮疟疗痨愈疠瘪痴痒症癞癣瘾痈瘫癫发皂皑疱皱杯盗盏尽监盘卢荡众困睁睐眷眯瞒了睑蒙瞩矫炮朱砚崎岩"
    "硕砧确确码砖碛矶础碍矿砺砾矾妖秘禄祸祯御禅礼祷秃籼只税秆棱禀种称谷稣积颖穑秽颓稳获窝洼穷窑窥窜窍窦窃竞范笔笋笕"
    "笺筝节范筑箬筱笃筛篓蓑箪简篑箫檐签帘篮筹籁笼签篱箩吁粤稗糁粪粮团纠纪纣约红纡纥纫纹纳纽纯纰纱纸级纷纭纺绸扎细绂"
    "绁绅绍绋绌终弦组绊结绝绦绞络绚给绒统丝绛绢绑绥捆经综缍绿绸线绶维绾纲网缀彩纶绮绽绰绫绵缁紧绪缄缂线缉缎缔缘编缓"
    "缅纬缈练缇致萦缙缢绉缣缚缜缟县缝缩纵累纤缦缕缥总绩绷缫缪缯织缮伞翻缭绕绣绳绘系茧缴绎继缤续累缠缨才纤缆钵瓶坛罂"
    "罚骂罢幂罗羁芈群羡义膻习玩翘锄藉圣闻联聪声耸聂职听聋肃胁脉唇修脱胀脆肾脑肿脚肠肤胶腻胆脍脓脸脐膑腊胪脏卧临台与"
    "兴举旧铺舱舰艰艳卉刍苎兹荆豆庄茎荚苋华庵苌莱万莴叶苇药荤搜莅苍荪席盖莲萍艺菱卜蒂蒋葱荫荡芜萧蓟姜蔷荐萨荠丛蓝艺"
    "药薮薯蔼蔺芦苏蕴苹檗藓兰萝处呼虚虏号亏蛔蜕蚬蚀蠕虾虱猿蜗蚂萤蝼蛰蝈蝉蛲虫蚁蝇蝎蚝蜡蛎蛊蚕蛮众蔑术同巷胡卫冲只衮"
    "袅里补装里制复裤褛亵袄裆褴袜摆衬袭核见规觅视觎亲觊觐觉览观筋抵觞触订讣计讯讧讨讦训讪讫托记讹讶讼欣诀讷访设许诉"
    "诃诊注证诂诋诈诏评诅词咏询诣试诗诧诟诡诠诘话该详诙诛夸志认诳诞诱诮语诚诫诬误诰诵诲说谁课谇诽谊调谄谆谈诿请诤谅"
    "论谀谍谛谐谏谕咨讳谙谌讽诸谚谖诺谋谒谓誊诌谎谜谧谤谦讲谢谣谟商谪谬谨呼谩哗证谲讥识谯谭谱噪蔼谵毁译议谴护誉读变"
    "宴仇谗让谰谶赞谠溪岂丰竖丰艳猪狸猫贝贞负财贡贫货贩贪贯责贮赀贰贵贬买贷费贴贻贸贺贲赂赁贿赅资贾贼赈赊宾赐赏赔赓"
    "贤卖贱赋质账赌赖赚赙购赛赘赠赞赡赢赃赎赝赣鲜赶赵趋跃迹踩局践碰踊跸迹蹒踪跷趸踌跻跃踯踬蹑蹿躏躯车轧轨军轩轫轭软"
    "轴轲轶轼较载轾辄挽辅轻辆辎辉辋辍辊辇辈轮辑辏输辐辗舆毂辖辕转辙轿辚轰辔办辞辫辩农迤回乃径这连周进侦游运过达违遥"
    "逊递远适遁迟绕迁选遗辽迈还迩边逻逦邮乡邹郧邓郑邻郸邺郦腌丑酝医酱宴酿衅酽释厘钊钉钋针钓扣钏钒钗钥铅钠钝钤钣钞钮"
    "钧钙铃钴钹铍钸铀钿钾钜钻铉刨铋铂钳铆铅钩铰铬银铜铣铨铢铭衔铱铵铐焊锐销锑锉铝锌钡锋锄铺锂锯钢录锥锟锤锱铮锭钱锦"
    "锚锡锢错锰表炼锅镀锷铡煅锲锹锾键锗钟镁镑镰溶锁枪镉锤钨镐镇镒镍镞链镙镝铿锵镗镘铲镜镖镂錾锈铙镣钟镌镰镯镭铁铎铛"
    "铸鉴鉴铄镳刨炉钥镶镊锣钻銮凿长门闩闪闭开闳闰闲闲间闵闸阂阁合阀闺闽闾阅阉阎板暗闱阔阕阑阗阖阙闯关阐辟坑址陉陕陕"
    "升阵阴陈陆阳堤队阶陨际随险隐陇隶只隽虽双雏杂雍鸡离难氛云电沾雾霁雳霭灵静靥巩秋碟缰鞑千鞯韦韧韩韬韵响页顶顷项顺"
    "须顼颂预顽颁顿颇领颌颉颐头颊颔颈颓频颗题额颚颜颛愿颠类颢顾颤显颦颅颧风飒台刮飓飕飘风飞饥饨饪饬饭饮饴饲饱饰饺饼"
    "饷养饵馁饿余肴馄饯馅喂馆糊喂馈馏馊馒馑馈饥饶飨餍馋马驭冯驮驰驯驳驻驽驹驾驸驶驼驷骈骇驳骆骏骋骑骛骗骞腾骚骡蓦骠"
    "驱骁骄验惊驿骤驴骥欢骊肮髅脏体髋仿发松胡须鬓斗闹哄郁魉魇鱼鲁鱿鲍鲔鲛鲑鲜鲧鲤鲨鲭鲷鲳鲸鲫鳅鳃鳏鳍鲢鳗鳔鳖鳝鳜鳞"
    "鲎鳄鲈鸟鸠凤鸣鸢鸩雁鸦鸵鸳鸪鸯鸭鸿鸽鹃鹅鹄鹉鹌鹏雕鹊鹑莺鹤鹞鹧鸥鸶燕鹰鹭鹦鹳鸾卤咸碱盐丽粗麦麸面包面么黄黉点党"
    "霉黩鳌冬鼹齐斋齿龇龃龄出龈啮龊龉龋龌龙庞龙龚龟和"
)
_TO_SIMPLIFIED = str.maketrans(_TRADITIONAL, _SIMPLIFIED)
_ONLY_TRADITIONAL = frozenset(_TRADITIONAL)
_LEAST_SHARE = 0.08
"""So many of a text's Chinese characters are traditional ones only where it is in that script."""
_LEAST_HAN = 5
"""One in so many signs of a text is Chinese where it is a text in either script."""
_HAN = ("\u3400", "\u9fff")
_Read = TypeVar("_Read")
_KEPT = frozenset(
    {"document_number", "source_name", "media_type", "sha256", "company_id", "field", "reason", "url", "layout"}
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Twin:
    """A text in traditional characters with simplified ones for them, and the way back."""

    document: Document
    back: dict[int, str]

    def restore(self, briefing: Briefing) -> Briefing:
        """Return what was read of the twin with the characters that the text prints."""
        return _restore(briefing, self.back)


def find_twin(document: Document) -> Twin | None:
    """Return the twin of a document in traditional characters; None for any other. Linear in the text."""
    printed: Counter[str] = Counter()
    for text in _list_texts(document):
        printed.update(text)
    han = sum(count for char, count in printed.items() if _HAN[0] <= char <= _HAN[1])
    traditional = sum(count for char, count in printed.items() if char in _ONLY_TRADITIONAL)
    if traditional <= han * _LEAST_SHARE or han * _LEAST_HAN <= printed.total():
        return None
    back: dict[int, str] = {}
    for char, _ in sorted(printed.items(), key=lambda each: each[1]):  # the commonest of those that share a form
        back[ord(char.translate(_TO_SIMPLIFIED))] = char
    back = {simple: char for simple, char in back.items() if chr(simple) != char}
    blocks, furniture = tuple(map(_simplify, document.blocks)), tuple(map(_simplify, document.furniture))
    return Twin(document=replace(document, blocks=blocks, furniture=furniture), back=back)


def _list_texts(document: Document) -> Iterator[str]:
    return (span.text for block in (*document.blocks, *document.furniture) for span in block.spans)


def _simplify(block: Block) -> Block:
    return replace(block, spans=tuple(replace(span, text=span.text.translate(_TO_SIMPLIFIED)) for span in block.spans))


def _restore(value: _Read, back: dict[int, str]) -> _Read:
    """Return a value with the text's own characters in every string of it that is the text's wording."""
    if isinstance(value, Enum) or (isinstance(value, CompanyMention) and value.company_id):
        return value
    if isinstance(value, str):
        return cast("_Read", value.translate(back))
    if isinstance(value, tuple):
        return cast("_Read", tuple(_restore(each, back) for each in value))
    if not is_dataclass(value) or isinstance(value, type):
        return value
    worded = [each.name for each in fields(value) if each.name not in _KEPT]
    return cast("_Read", replace(value, **{name: _restore(getattr(value, name), back) for name in worded}))


_NONE: Mapping[str, str] = {}


def read_briefing(data: bytes, *, source_name: str, lexicon: Lexicon, layouts: Mapping[str, str] = _NONE) -> Briefing:
    """Read a briefing from a file's bytes; whatever goes wrong ends in UnreadableDocumentError with its cause.

    ``layouts`` are those kept, as TOML by the key of their series; an issue of one of these is
    read with its layout, any other with the one that explains it best.
    """
    try:
        document = read_document(data, source_name=source_name)
        twin = find_twin(document)
        if twin is None:
            return _read(document, lexicon, layouts)
        layouts = {series: toml.translate(_TO_SIMPLIFIED) for series, toml in layouts.items()}
        return twin.restore(_read(twin.document, lexicon, layouts))
    except GongbaoError:
        raise
    except (MemoryError, RecursionError) as error:
        raise UnreadableDocumentError(
            f"{clean_source_name(source_name)} is too large or damaged.", hint="Split it, or save it again as text."
        ) from error
    except Exception as error:
        raise UnreadableDocumentError(
            f"{clean_source_name(source_name)} could not be read ({type(error).__name__}).",
            hint="Save it again as PDF, Markdown or text; if that fails too, report it with the file.",
        ) from error


def _read(document: Document, lexicon: Lexicon, layouts: Mapping[str, str]) -> Briefing:
    found = read_layout(document)
    series = name_series(found.parts, document.source_name)
    kept = find_kept(found.layout, layouts, series, document)
    reading = found if kept is None else read_layout(document, kept[1])
    if kept is not None:
        series = kept[0] or name_series(reading.parts, document.source_name)
    briefing = recognise(reading.parts, lexicon=lexicon, document=document)
    return replace(briefing, layout=_describe_use(series, found, reading))


def _describe_use(series: str, found: Reading, reading: Reading) -> UsedLayout:
    other, other_cost = found.runner_up, found.runner_up_cost
    items = max(1, len(found.parts.items))
    if reading is not found:
        other, other_cost = found.layout, found.cost
    return UsedLayout(
        toml=format_layout(reading.layout),
        cost=round(reading.cost / max(1, len(reading.parts.items)), 3),
        series=series,
        is_kept=reading is not found,
        is_fixed=reading.layout.kind is not Kind.BRIEFING,
        runner_up=format_layout(other) if other else "",
        runner_up_cost=None if other_cost is None else round(other_cost / items, 3),
        looks=reading.looks,
    )
