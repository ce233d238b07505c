// Texts that try to run a script, put together from parts: every element that loads or listens, every way
// of hiding a scheme, every way out of an attribute, of a comment, of a foreign namespace. `ran(N)` is what
// each would call. Plus the public list of naughty strings.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const call = "ran(1)";

const handlers = ["onerror", "onload", "onclick", "onmouseover", "onfocus", "onanimationstart", "ontoggle",
  "onbeforetoggle", "onpointerrawupdate", "onscroll", "onwheel", "onblur", "oninput", "onpageshow", "onbegin",
  "ontransitionend", "onloadstart", "oncanplay", "onauxclick", "onsearch", "onhashchange"];

const carriers = [
  (h) => `<img src=x ${h}=${call}>`,
  (h) => `<svg ${h}=${call}>`,
  (h) => `<svg><animate ${h}=${call} attributeName=x dur=1s>`,
  (h) => `<body ${h}=${call}>`,
  (h) => `<video ${h}=${call}><source src=x></video>`,
  (h) => `<audio src=x ${h}=${call}>`,
  (h) => `<details open ${h}=${call}><summary>s</summary>t</details>`,
  (h) => `<input autofocus ${h}=${call}>`,
  (h) => `<a href="#" ${h}=${call} tabindex=1 autofocus>a</a>`,
  (h) => `<p ${h}="${call}">text</p>`,
  (h) => `<marquee ${h}=${call}>m</marquee>`,
  (h) => `<iframe src=about:blank ${h}=${call}></iframe>`,
  (h) => `<object data=x ${h}=${call}></object>`,
  (h) => `<math ${h}=${call}><mi>x</mi></math>`,
  (h) => `<b/${h}=${call}//>b</b>`,
  (h) => `<img src="x"\n${h}\n=\n"${call}">`,
  (h) => `<img src='x' ${h.toUpperCase()}='${call}'>`,
  (h) => `<custom-element ${h}=${call} style="animation:x">c</custom-element>`,
];

const schemes = ["javascript:", "JaVaScRiPt:", "java\tscript:", "java\nscript:", "java\rscript:", " javascript:",
  "\u0001javascript:", "&#106;avascript:", "&#x6A;avascript:", "&#0000106avascript:", "javascript&colon;",
  "jav&#x09;ascript:", "jav&#x0A;ascript:", "javascript&#58;", "vbscript:", "data:text/html,<script>ran(1)</script>//",
  "data:text/html;base64,PHNjcmlwdD5yYW4oMSk8L3NjcmlwdD4=//", "javascript\u200b:", "\u00a0javascript:",
  "feed:javascript:", "view-source:javascript:", "blob:javascript:"];

const places = [
  (url) => `<a href="${url}${call}">click</a>`,
  (url) => `<a href='${url}${call}'>click</a>`,
  (url) => `<a href=${url.trim()}${call}>click</a>`,
  (url) => `<a xlink:href="${url}${call}">click</a>`,
  (url) => `<svg><a xlink:href="${url}${call}"><text x=9 y=9>click</text></a></svg>`,
  (url) => `<img src="${url}${call}">`,
  (url) => `<iframe src="${url}${call}"></iframe>`,
  (url) => `<form action="${url}${call}"><button>go</button></form>`,
  (url) => `<button formaction="${url}${call}">go</button>`,
  (url) => `<object data="${url}${call}"></object>`,
  (url) => `<embed src="${url}${call}">`,
  (url) => `<base href="${url}${call}//">`,
  (url) => `<link rel=stylesheet href="${url}${call}">`,
  (url) => `<meta http-equiv=refresh content="0;url=${url}${call}">`,
  (url) => `<blockquote cite="${url}${call}">q</blockquote>`,
  (url) => `<math href="${url}${call}">click</math>`,
];

const single = [
  "<script>ran(1)</script>", "<script src=data:,ran(1)></script>", "<SCRIPT>ran(1)</SCRIPT>", "<scr<script>ipt>ran(1)</script>",
  "<script/x>ran(1)</script>", "<script\n>ran(1)</script\n>", "<script>ran(1)", "</p><script>ran(1)</script>",
  "<noscript><p title=\"</noscript><img src=x onerror=ran(1)>\"></noscript>",
  "<svg></p><style><a id=\"</style><img src=1 onerror=ran(1)>\">",
  "<math><mtext><table><mglyph><style><!--</style><img title=\"--&gt;&lt;img src=1 onerror=ran(1)&gt;\">",
  "<form><math><mtext></form><form><mglyph><style></math><img src onerror=ran(1)>",
  "<svg><style><img src=x onerror=ran(1)></style></svg>", "<svg><script>ran(1)</script></svg>",
  "<svg><script href=data:,ran(1) /></svg>", "<svg><foreignObject><script>ran(1)</script></foreignObject></svg>",
  "<svg><use href=\"data:image/svg+xml,<svg id='x' xmlns='http://www.w3.org/2000/svg'><script>ran(1)</script></svg>#x\"/></svg>",
  "<svg><set attributeName=onmouseover to=ran(1)></svg>", "<template><script>ran(1)</script></template>",
  "<template shadowrootmode=open><img src=x onerror=ran(1)></template>",
  "<!--><img src=x onerror=ran(1)>-->", "<!--!><img src=x onerror=ran(1)>-->", "<!--> --!><img src=x onerror=ran(1)>",
  "<![CDATA[<img src=x onerror=ran(1)>]]>", "<?php <img src=x onerror=ran(1)>?>", "<!DOCTYPE x [<!ENTITY y 'z'>]><img src=x onerror=ran(1)>",
  "<textarea><img title=\"</textarea><img src=x onerror=ran(1)>\">", "<title><img title=\"</title><img src=x onerror=ran(1)>\">",
  "<xmp><img title=\"</xmp><img src=x onerror=ran(1)>\">", "<noembed><img title=\"</noembed><img src=x onerror=ran(1)>\">",
  "<iframe srcdoc=\"<img src=x onerror=parent.ran(1)>\"></iframe>", "<plaintext><img src=x onerror=ran(1)>",
  "<a title=\"\"\"onmouseover=ran(1) x=\">a</a>", "<a title='\">'onfocus=ran(1)>a</a>", "<a href=\"x\"onclick=ran(1)>a</a>",
  "<img src=`x` onerror=ran(1)>", "<img \"\"\"><script>ran(1)</script>\">", "<p title=`--><img src=x onerror=ran(1)>",
  "<p style=\"background:url(javascript:ran(1))\">s</p>", "<p style=\"width:expression(ran(1))\">s</p>",
  "<style>@import 'javascript:ran(1)';</style>", "<div style=\"-moz-binding:url(//x)\">s</div>",
  "<table><td background=\"javascript:ran(1)\">", "<isindex type=image src=1 onerror=ran(1)>", "<keygen autofocus onfocus=ran(1)>",
  "<a href=\"https://a.example/\u2028onclick=ran(1)\">a</a>", "<im\0g src=x onerror=ran(1)>".replace("\0", "&#0;"),
  "<select><iframe></select><img src=x onerror=ran(1)>", "<table><svg><desc><td></desc></svg></table><img src=x onerror=ran(1)>",
  "<a id=x><a id=x name=y href=javascript:ran(1)>", "<form id=a><input name=parentNode></form>", "<img name=getElementById src=x onerror=ran(1)>",
  "[a](javascript:ran(1))", "[a](<javascript:ran(1)>)", "[a](java\tscript:ran(1))", "![a](javascript:ran(1))", "<javascript:ran(1)>",
  "[a]: javascript:ran(1)\n\n[a]", "[a](data:text/html,<script>ran(1)</script>)", "[a](https://x\" onmouseover=\"ran(1))",
  "![a\" onerror=\"ran(1)](x)", "[a](x 'y\" onclick=\"ran(1)')", "`<img src=x onerror=ran(1)>`", "    <script>ran(1)</script>",
  "```\"><script>ran(1)</script>\nx\n```", "```x\" onclick=\"ran(1)\nx\n```", "| a |\n|---|\n| <img src=x onerror=ran(1)> |",
  "$$</span><img src=x onerror=ran(1)>$$", "\\(<script>ran(1)</script>\\)", "[^1]\n\n[^1]: <img src=x onerror=ran(1)>",
  ">! <img src=x onerror=ran(1)>", "https://x/\"onmouseover=ran(1)//", "<https://x/\"onmouseover=ran(1)//>",
  "$$\\href{javascript:ran(1)}{x}$$", "$$\\htmlData{x=\" onclick=ran(1)}{x}$$", "$$\\includegraphics{javascript:ran(1)}$$",
];

function naughty() {
  const path = createRequire(import.meta.url).resolve("big-list-of-naughty-strings/blns.json");
  return JSON.parse(readFileSync(path, "utf8")).filter((text) => text.length > 0);
}

export function vectors() {
  const all = [...single];
  for (const handler of handlers) for (const carrier of carriers) all.push(carrier(handler));
  for (const scheme of schemes) for (const place of places) all.push(place(scheme));
  // The same once more in places that change what a parser is reading.
  const wrapped = all.slice(0, single.length).flatMap((text) => [
    `<blockquote><p>${text}</p></blockquote>`, `<ul><li>${text}`, `<pre><code>${text}</code></pre>`, `<a href="https://a.example/">${text}</a>`,
    `<table><tr><td>${text}</td></tr></table>`, `text **bold ${text}`, `<details><summary>${text}</summary></details>`,
  ]);
  return [...all, ...wrapped, ...naughty()];
}
