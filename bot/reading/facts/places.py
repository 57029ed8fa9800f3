"""Names of countries, provinces and cities: they tell a foreign or local body, and are no companies."""

_COUNTRIES_TEXT = (
    "United States|US|U.S.|USA|America|United Kingdom|UK|U.K.|Britain|European Union|EU|Europe|Germany|France|"
    "Italy|Spain|Portugal|Netherlands|Belgium|Luxembourg|Switzerland|Austria|Poland|Hungary|Czech Republic|"
    "Czechia|Slovakia|Romania|Bulgaria|Greece|Serbia|Ukraine|Russia|Belarus|Sweden|Norway|Finland|Denmark|Ireland|"
    "Iceland|Lithuania|Latvia|Estonia|Turkey|Türkiye|Israel|Iran|Iraq|Saudi Arabia|United Arab Emirates|UAE|Qatar|"
    "Kuwait|Egypt|Morocco|Algeria|Nigeria|Kenya|Ethiopia|South Africa|Ghana|Congo|Zambia|Zimbabwe|India|Pakistan|"
    "Bangladesh|Sri Lanka|Nepal|Myanmar|Thailand|Vietnam|Viet Nam|Laos|Cambodia|Malaysia|Singapore|Indonesia|"
    "Philippines|Japan|South Korea|Korea|North Korea|Mongolia|Kazakhstan|Uzbekistan|Kyrgyzstan|Australia|"
    "New Zealand|Canada|Mexico|Brazil|Argentina|Chile|Peru|Colombia|Venezuela|Bolivia|Cuba|Greenland|Panama|"
    "Washington|Brussels|Tokyo|Seoul|London|Berlin|Paris|Moscow|Delhi|New Delhi|Hanoi"
)
COUNTRIES = tuple(_COUNTRIES_TEXT.split("|"))
_DEMONYMS_TEXT = (
    "American|British|European|German|French|Italian|Spanish|Portuguese|Dutch|Belgian|Swiss|Austrian|Polish|"
    "Hungarian|Czech|Slovak|Romanian|Bulgarian|Greek|Serbian|Ukrainian|Russian|Belarusian|Swedish|Norwegian|"
    "Finnish|Danish|Irish|Lithuanian|Turkish|Israeli|Iranian|Iraqi|Saudi|Emirati|Egyptian|Moroccan|Nigerian|"
    "Kenyan|South African|Indian|Pakistani|Thai|Vietnamese|Malaysian|Singaporean|Indonesian|Philippine|Filipino|"
    "Japanese|South Korean|Korean|Mongolian|Kazakh|Uzbek|Australian|Canadian|Mexican|Brazilian|Argentine|Chilean|"
    "Peruvian|Taiwanese|Western|Asian|African|Swabian|Bavarian|Saxon|Franconian|Welsh|Scottish|Flemish|Walloon|"
    "Catalan|Basque|Breton|Scandinavian|Californian|Texan"
)
DEMONYMS = tuple(_DEMONYMS_TEXT.split("|"))
_PROVINCES_TEXT = (
    "Beijing|Tianjin|Shanghai|Chongqing|Hebei|Shanxi|Inner Mongolia|Liaoning|Jilin|Heilongjiang|Jiangsu|Zhejiang|"
    "Anhui|Fujian|Jiangxi|Shandong|Henan|Hubei|Hunan|Guangdong|Guangxi|Hainan|Sichuan|Guizhou|Yunnan|Tibet|Xizang|"
    "Shaanxi|Gansu|Qinghai|Ningxia|Xinjiang|Hong Kong|Macao|Macau|Taiwan"
)
PROVINCES = tuple(_PROVINCES_TEXT.split("|"))
_CITIES_TEXT = (
    "Anqing|Anshan|Anshun|Anyang|Baise|Baoding|Baoji|Baoshan|Baotou|Bayannur|Beihai|Bengbu|Benxi|Bijie|Binzhou|"
    "Bozhou|Cangzhou|Changchun|Changde|Changsha|Changzhi|Changzhou|Chaoyang|Chaozhou|Chengde|Chengdu|Chenzhou|"
    "Chifeng|Chizhou|Chongzuo|Chuzhou|Dalian|Dandong|Daqing|Datong|Dazhou|Deyang|Dezhou|Dongguan|Dongying|Ezhou|"
    "Fangchenggang|Foshan|Fushun|Fuxin|Fuyang|Fuzhou|Ganzhou|Guang'an|Guangyuan|Guangzhou|Guigang|Guilin|Guiyang|"
    "Haikou|Handan|Hangzhou|Hanzhong|Harbin|Hebi|Hechi|Hefei|Hegang|Heihe|Hengshui|Hengyang|Heyuan|Heze|Hezhou|"
    "Hohhot|Huai'an|Huaibei|Huaihua|Huainan|Huanggang|Huangshan|Huangshi|Huizhou|Huludao|Huzhou|Ji'an|Jiamusi|"
    "Jiangmen|Jiaozuo|Jiaxing|Jieyang|Jinan|Jinchang|Jincheng|Jingdezhen|Jingmen|Jingzhou|Jinhua|Jining|Jinzhong|"
    "Jinzhou|Jiujiang|Jiuquan|Jixi|Kaifeng|Karamay|Kashgar|Kunming|Kunshan|Laibin|Lanzhou|Leshan|Lhasa|"
    "Lianyungang|Liaocheng|Liaoyang|Lijiang|Linfen|Lingang|Linyi|Lishui|Liupanshui|Liuzhou|Longyan|Loudi|Lu'an|"
    "Luohe|Luoyang|Luzhou|Lvliang|Ma'anshan|Maoming|Meishan|Meizhou|Mianyang|Mudanjiang|Nanchang|Nanchong|Nanjing|"
    "Nanning|Nanping|Nantong|Nanyang|Neijiang|Ningbo|Ningde|Ordos|Panjin|Panzhihua|Pingdingshan|Pingxiang|Pu'er|"
    "Pudong|Putian|Puyang|Qingdao|Qingyuan|Qinhuangdao|Qinzhou|Qiqihar|Qitaihe|Quanzhou|Qujing|Quzhou|Rizhao|"
    "Sanmenxia|Sanming|Sanya|Shangqiu|Shangrao|Shantou|Shanwei|Shaoguan|Shaoxing|Shaoyang|Shenyang|Shenzhen|"
    "Shijiazhuang|Shiyan|Shizuishan|Shuozhou|Siping|Songyuan|Suining|Suizhou|Suqian|Suzhou|Tai'an|Taicang|Taipei|"
    "Taiyuan|Taizhou|Tangshan|Tianshui|Tieling|Tongchuan|Tongliao|Tongling|Tongren|Turpan|Ulanqab|Urumqi|Weifang|"
    "Weihai|Weinan|Wenzhou|Wuhai|Wuhan|Wuhu|Wuwei|Wuxi|Wuzhong|Wuzhou|Xi'an|Xiamen|Xian|Xiangtan|Xiangyang|"
    "Xianning|Xianyang|Xiaogan|Xingtai|Xining|Xinxiang|Xinyang|Xinyu|Xinzhou|Xiong'an|Xiongan|Xuancheng|Xuchang|"
    "Xuzhou|Ya'an|Yan'an|Yancheng|Yangjiang|Yangquan|Yangzhou|Yantai|Yibin|Yichang|Yichun|Yinchuan|Yingkou|"
    "Yingtan|Yiwu|Yiyang|Yongzhou|Yueyang|Yulin|Yuncheng|Yunfu|Yuxi|Zaozhuang|Zhangjiagang|Zhangjiajie|"
    "Zhangjiakou|Zhangye|Zhangzhou|Zhanjiang|Zhaoqing|Zhaotong|Zhengzhou|Zhenjiang|Zhongshan|Zhoukou|Zhoushan|"
    "Zhuhai|Zhumadian|Zhuzhou|Zibo|Zigong|Ziyang|Zunyi"
)
CHINESE_CITIES = tuple(_CITIES_TEXT.split("|"))
"""The cities of China that news of plants and investments names."""
_CITIES_ABROAD_TEXT = (
    "Abu Dhabi|Dubai|Riyadh|New York|San Francisco|Silicon Valley|Davos|Geneva|Munich|Frankfurt|Hamburg|Los Angeles"
)
CITIES_ABROAD = tuple(_CITIES_ABROAD_TEXT.split("|"))
CITIES = (*CHINESE_CITIES, *CITIES_ABROAD)
_PROVINCES_ZH_TEXT = (
    "北京|天津|上海|重庆|河北|山西|内蒙古|辽宁|吉林|黑龙江|江苏|浙江|安徽|福建|江西|山东|河南|湖北|湖南|广东|广西|"
    "海南|四川|贵州|云南|西藏|陕西|甘肃|青海|宁夏|新疆|香港|澳门|台湾|深圳|广州|杭州|南京|苏州|宁波|合肥|武汉|"
    "长沙|郑州|成都|西安|青岛|济南|大连|沈阳|厦门"
)
PROVINCES_ZH = tuple(_PROVINCES_ZH_TEXT.split("|"))
_COUNTRIES_ZH_TEXT = (
    "美国|英国|德国|法国|日本|韩国|朝鲜|俄罗斯|印度|越南|泰国|马来西亚|新加坡|印尼|印度尼西亚|菲律宾|澳大利亚|"
    "加拿大|墨西哥|巴西|意大利|西班牙|荷兰|瑞士|瑞典|欧盟|乌克兰|土耳其|以色列|沙特|伊朗|哈萨克斯坦|巴基斯坦|"
    "爱尔兰|葡萄牙|挪威|丹麦|芬兰|匈牙利|波兰|捷克|奥地利|比利时|希腊|罗马尼亚|塞尔维亚|斯洛伐克|斯洛文尼亚|"
    "克罗地亚|保加利亚|爱沙尼亚|立陶宛|拉脱维亚|冰岛|卢森堡|智利|阿根廷|秘鲁|哥伦比亚|南非|埃及|摩洛哥|阿联酋|"
    "卡塔尔|新西兰|老挝|柬埔寨|缅甸|孟加拉国|孟加拉|斯里兰卡|蒙古国|阿曼|乌兹别克斯坦"
)
COUNTRIES_ZH = tuple(_COUNTRIES_ZH_TEXT.split("|"))
CHINA = ("China", "Chinese", "PRC", "P.R.C.", "Mainland", "Sino")
PLACES = frozenset((*COUNTRIES, *DEMONYMS, *PROVINCES, *CITIES, *CHINA))
"""Every English name of a place or of its people."""
