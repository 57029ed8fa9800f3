# Gongbao in a container: the data is in the volume /data, the settings come from the environment (docs/operations.md).
#   docker build -t gongbao .
#   docker run -d --name gongbao --restart unless-stopped -v gongbao:/data --env-file .env gongbao
FROM python:3.12-slim AS build
WORKDIR /build
COPY pyproject.toml README.md LICENSE requirements.lock ./
COPY bot bot
COPY data/reference data/reference
COPY data/briefings data/briefings
RUN python -m venv /venv \
    && /venv/bin/pip install --no-cache-dir --require-hashes --only-binary :all: -r requirements.lock \
    && /venv/bin/pip install --no-cache-dir --no-deps --no-build-isolation .

FROM python:3.12-slim
RUN useradd --system --uid 10001 --home-dir /data gongbao \
    && install -d -o gongbao -g gongbao -m 0700 /data
COPY --from=build /venv /venv
ENV PATH=/venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    GONGBAO_DB=/data/gongbao.db \
    GONGBAO_LOG=json
USER gongbao
WORKDIR /data
VOLUME /data
HEALTHCHECK --interval=60s --timeout=20s --start-period=120s CMD ["gongbao", "health"]
STOPSIGNAL SIGTERM
ENTRYPOINT ["gongbao"]
CMD ["serve"]
