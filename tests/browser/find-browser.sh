#!/bin/sh
# Makes sure there is a Chromium for the browser tests; where there is none and none can be installed, says the cure.
for name in "${MULU_BROWSER:-}" chromium chromium-browser google-chrome google-chrome-stable; do
  if [ -n "$name" ] && command -v "$name" >/dev/null 2>&1; then exit 0; fi
done
if command -v apt-get >/dev/null 2>&1 && [ "$(id -u)" = 0 ]; then
  apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq chromium fonts-noto-cjk >/dev/null && exit 0
fi
echo "浏览器测试需要 Chromium：请安装（Debian、Ubuntu：sudo apt-get install chromium fonts-noto-cjk），或者用环境变量 MULU_BROWSER 指明已有浏览器的位置。" >&2
exit 1
