// What the printer of references (printer.cc) runs after citeproc: one engine for each style and
// language, made when it is first wanted. ES5, which is what Duktape knows.
var attest = {
    engines : {},
    item : null,
    count : 0,
    system : {
        retrieveLocale : function(language
        ) { return attest.locales[language] || attest.locales["en-US"]; },
        retrieveItem : function() { return attest.item; }
    },
    print : function(style, language, json) {
        var name = style + " " + language;
        if (!attest.engines[name]) {
            attest.engines[name] =
                new CSL.Engine(attest.system, attest.styles[style], language, true);
            attest.engines[name].setOutputFormat("html");
        }
        // The engine keeps what it has read under an id, so each printing has its own.
        attest.item = JSON.parse(json);
        attest.item.id = "i" + attest.count++;
        attest.engines[name].updateItems([ attest.item.id ]);
        return attest.engines[name].makeBibliography()[1][0] || "";
    }
};
