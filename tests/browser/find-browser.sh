#!/bin/sh
# Makes sure there are a Chromium and a Java for the browser tests; where one is missing and cannot be installed, says the cure.
missing=
found=
for name in "${MULU_BROWSER:-}" chromium chromium-browser google-chrome google-chrome-stable; do
  if [ -n "$name" ] && command -v "$name" >/dev/null 2>&1; then found=$name; fi
done
[ -n "$found" ] || missing="chromium fonts-noto-cjk"
command -v java >/dev/null 2>&1 || missing="$missing default-jre-headless"
[ -n "$missing" ] || exit 0
if command -v apt-get >/dev/null 2>&1 && [ "$(id -u)" = 0 ]; then
  # shellcheck disable=SC2086 # a list of packages
  apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq $missing >/dev/null && exit 0
fi
echo "浏览器测试需要 Chromium 和 Java 17 以上（用于核对 HTML）：请安装（Debian、Ubuntu：sudo apt-get install $missing），已有浏览器的，用环境变量 MULU_BROWSER 指明位置。" >&2
exit 1
