FROM python:3.12-slim

WORKDIR /srv/therabridge
RUN useradd --system --no-create-home --home-dir /srv/therabridge therabridge

COPY requirements/run.txt requirements/
RUN pip install --quiet --no-cache-dir --disable-pip-version-check --root-user-action=ignore \
    --require-hashes --only-binary :all: -r requirements/run.txt

COPY alembic.ini ./
COPY alembic alembic
COPY app app
ENV PYTHONPATH=/srv/therabridge PYTHONUNBUFFERED=1
RUN python -m compileall -q app alembic \
    && printf '%s\n' '#!/bin/sh' 'exec python -P -m app.cli "$@"' >/usr/local/bin/therabridge \
    && chmod +x /usr/local/bin/therabridge

USER therabridge
EXPOSE 8000
HEALTHCHECK --interval=5s --timeout=5s --start-period=30s --retries=6 \
    CMD ["python", "-c", "from urllib.request import urlopen; urlopen('http://127.0.0.1:8000/health/live', timeout=4)"]
CMD ["therabridge", "serve", "--host", "0.0.0.0"]
