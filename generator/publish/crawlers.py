"""What programs look for under fixed names: `robots.txt`, the sitemap, the description of the site's search.

Sitemap and search description must name whole addresses, so they are written only when the site knows its own.
"""

from collections.abc import Iterable, Iterator, Sequence
from html import escape
from urllib.parse import quote

from generator.publish.builds import Files
from generator.publish.stamp import PAGE
from generator.views import addresses

MOST_ADDRESSES = 50_000
"""Addresses in one sitemap, by its protocol."""
MOST_LETTERS = 16
"""Letters of a search's short name, by OpenSearch."""

_XML = '<?xml version="1.0" encoding="UTF-8"?>\n'
_SITEMAPS = "http://www.sitemaps.org/schemas/sitemap/0.9"
_OPEN_SEARCH = """\
<OpenSearchDescription xmlns="http://a9.com/-/spec/opensearch/1.1/">
  <ShortName>{short}</ShortName>
  <Description>{title}</Description>
  <InputEncoding>UTF-8</InputEncoding>
  <Language>zh-CN</Language>
  <Image type="image/svg+xml">{root}assets/favicon.svg</Image>
  <Url type="text/html" template="{root}{search}?q={{searchTerms}}"/>
</OpenSearchDescription>
"""


def for_crawlers(files: Iterable[str], site_url: str, title: str, most: int = MOST_ADDRESSES) -> Files:
    """The files of that kind for a site of these files; `site_url` is its address with its last slash, or empty."""
    robots = "User-agent: *\nAllow: /\n"
    if site_url:
        robots += f"Sitemap: {site_url}sitemap.xml\n"
        for name, text in _sitemaps([site_url + quote(address) for address in _addresses(files)], site_url, most):
            yield name, _XML + text
        words = {"short": escape(title[:MOST_LETTERS]), "title": escape(title)}
        search = _OPEN_SEARCH.format(**words, root=escape(site_url), search=addresses.SEARCH)
        yield "opensearch.xml", _XML + search
    yield "robots.txt", robots


def _addresses(files: Iterable[str]) -> list[str]:
    """Every page's address, in order."""
    return sorted(path.removesuffix(PAGE) for path in files if path == PAGE or path.endswith(f"/{PAGE}"))


def _sitemaps(urls: Sequence[str], site_url: str, most: int) -> Iterator[tuple[str, str]]:
    """Name and text of each sitemap: one, or an index and its parts."""
    if len(urls) <= most:
        yield "sitemap.xml", _listed("urlset", "url", urls)
        return
    parts = [urls[start : start + most] for start in range(0, len(urls), most)]
    names = [f"sitemap-{number}.xml" for number in range(1, len(parts) + 1)]
    yield "sitemap.xml", _listed("sitemapindex", "sitemap", [site_url + name for name in names])
    for name, part in zip(names, parts, strict=True):
        yield name, _listed("urlset", "url", part)


def _listed(outer: str, inner: str, urls: Sequence[str]) -> str:
    lines = "".join(f"<{inner}><loc>{escape(url)}</loc></{inner}>\n" for url in urls)
    return f'<{outer} xmlns="{_SITEMAPS}">\n{lines}</{outer}>\n'
