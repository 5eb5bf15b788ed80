using Virtuos.Kernel.Search;

namespace Virtuos.Modules.Tests.Kernel.Search;

public sealed class CzechAnalyzerTests
{
    [Fact]
    public void Forms_of_a_word_meet()
    {
        var apart = from line in CzechGold.Same
                    let forms = line.Split(' ')
                    from form in forms.Skip(1)
                    where CzechAnalyzer.Stem(form) != CzechAnalyzer.Stem(forms[0])
                    select $"{forms[0]} → {CzechAnalyzer.Stem(forms[0])}, {form} → {CzechAnalyzer.Stem(form)}";
        Assert.Empty(apart);
        Assert.True(CzechGold.Same.Sum(line => line.Split(' ').Length - 1) >= 100);
    }

    [Fact]
    public void Different_words_stay_apart()
    {
        var together = from pair in CzechGold.Different
                       let words = pair.Split(' ')
                       where CzechAnalyzer.Stem(words[0]) == CzechAnalyzer.Stem(words[1])
                       select $"{pair} → {CzechAnalyzer.Stem(words[0])}";
        Assert.Empty(together);
        Assert.True(CzechGold.Different.Length >= 40);
    }

    [Fact]
    public void Typing_without_accents_finds_the_same()
    {
        foreach (var form in CzechGold.Same.SelectMany(line => line.Split(' ')))
            Assert.Equal(CzechAnalyzer.Stem(form), CzechAnalyzer.Stem(Folding.Fold(form)));
    }

    [Fact]
    public void A_vector_holds_lexemes_with_places_and_weights() =>
        Assert.Equal("'poplatk':1A,5D 'pes':3A 'rocn':4D", CzechAnalyzer.ToVector(("Poplatek ze psů", 'A'), ("Roční poplatek", 'D')));

    [Fact]
    public void A_reference_number_is_kept_whole_and_in_parts()
    {
        Assert.Equal("'c':1A 'j':2A 'much/123/2026':3A 'much':3A '123':4A '2026':5A", CzechAnalyzer.ToVector(("č. j. MUCH/123/2026.", 'A')));
        Assert.Equal("('much/123/2026' | ('much' & '123' & '2026'))", CzechAnalyzer.ToQuery("MUCH/123/2026", false));
        Assert.Equal("('much/123/2026':* | ('much' & '123' & ('2026':* | '2026')))", CzechAnalyzer.ToQuery("MUCH/123/2026", true));
        Assert.Equal("'vod':1B 'strech':2B", CzechAnalyzer.ToVector(("voda/střecha", 'B')));
    }

    [Theory]
    [InlineData("tabulek", "'tabulk'")]
    [InlineData("  na   úřadě ", "'urad'")]
    [InlineData("úřad úřadu", "'urad'")]
    [InlineData("být nebo nebýt", "'nebyt'")]
    public void A_query_asks_for_every_word(string typed, string expected) => Assert.Equal(expected, CzechAnalyzer.ToQuery(typed, false));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("  \t\n")]
    [InlineData("!!! & | ( ) : * ' \\")]
    [InlineData("co je to")]
    [InlineData("\u0301\u0301")]
    public void Nothing_asked_is_no_query(string? typed) => Assert.Null(CzechAnalyzer.ToQuery(typed, false));

    [Fact]
    public void Being_is_empty_but_a_flat_is_not()
    {
        Assert.Null(CzechAnalyzer.ToQuery("být", false));
        Assert.Contains("'byt'", CzechAnalyzer.ToQuery("byt", false), StringComparison.Ordinal);
        Assert.Contains("'byt'", CzechAnalyzer.ToQuery("BYT", false), StringComparison.Ordinal);
    }

    [Fact]
    public void A_word_still_being_typed_matches_by_its_beginning()
    {
        Assert.Equal("'mestsk' & ('hrb':* | 'hrb')", CzechAnalyzer.ToQuery("městský hřb", true));
        Assert.Equal("('na':* | 'na')", CzechAnalyzer.ToQuery("na", true));
        Assert.Equal("'mestsk'", CzechAnalyzer.ToQuery("městský ", true));
    }

    [Theory]
    [InlineData("pes", "Poplatek ze psů", true)]
    [InlineData("popelnice", "Svoz komunálního odpadu", true)]
    [InlineData("komunální odpad", "Objednání popelnice", true)]
    [InlineData("občanka", "Vydání občanského průkazu", true)]
    [InlineData("občanský průkaz", "Výměna občanky", true)]
    [InlineData("rodný list", "Kopie matričního dokladu", true)]
    [InlineData("datovka", "Zřízení datové schránky", true)]
    [InlineData("stošestka", "Žádost o informace podle zákona č. 106/1999 Sb.", true)]
    [InlineData("106/1999", "Svobodný přístup k informacím", true)]
    [InlineData("zaplatit poplatek", "Úhrada místního poplatku", true)]
    [InlineData("přihlásit psa", "Přihlášení psa do evidence", true)]
    [InlineData("prihlasit psa", "Přihláška psa", true)]
    [InlineData("pes", "Psaní na stroji", false)]
    [InlineData("popelnice", "Svoz nábytku", false)]
    public void People_find_by_their_own_words(string typed, string title, bool found) =>
        Assert.Equal(found, TsMatch.Matches(CzechAnalyzer.ToVector((title, 'A')), CzechAnalyzer.ToQuery(typed, false)!));

    [Fact]
    public void Every_beginning_of_a_word_finds_it()
    {
        string[] words = ["popelnice", "kontejner", "vyhláška", "zařízení", "rezervovat", "poplatek", "hřbitov", "smlouva", "příloha", "občanský", "knihovna", "rozpočet"];
        var lost = from word in words
                   let vector = CzechAnalyzer.ToVector((word, 'A'))
                   from length in Enumerable.Range(3, word.Length - 2)
                   where !TsMatch.Matches(vector, CzechAnalyzer.ToQuery(word[..length], true)!)
                   select word[..length];
        Assert.Empty(lost);
    }

    [Fact]
    public void Words_tell_where_they_stand_for_highlighting()
    {
        const string text = "O psech a lidech";
        var dog = CzechAnalyzer.Words(text).Single(word => word.Lexeme == CzechAnalyzer.Stem("pes"));
        Assert.Equal("psech", text.Substring(dog.Start, dog.Length));
    }

    [Theory]
    [InlineData("poplatk", "poplatek")]
    [InlineData("vyhlaksa", "vyhláška")]
    [InlineData("popelince", "popelnice")]
    [InlineData("matirka", "matrika")]
    [InlineData("pse", "pes")]
    [InlineData("xyzxyz", null)]
    [InlineData("poplatek", null)]
    [InlineData("", null)]
    public void A_mistyped_word_is_offered_its_neighbour(string typed, string? offered) =>
        Assert.Equal(offered, Similar.To(typed, ["poplatek", "vyhláška", "popelnice", "matrika", "pes"]) is [var first, ..] ? first : null);

    [Fact]
    public void No_input_breaks_the_analysis_or_the_syntax_of_the_database()
    {
        foreach (var text in HostileTexts.Some(3_000))
        {
            Assert.True(TsMatch.IsVector(CzechAnalyzer.ToVector((text, 'A'), (text, 'C'))), text);
            foreach (var prefix in new[] { true, false })
            {
                if (CzechAnalyzer.ToQuery(text, prefix) is { } query)
                    Assert.True(TsMatch.IsQuery(query), $"{text} → {query}");
            }
        }
    }

    [Fact]
    public void Huge_input_stays_within_the_limits_of_the_database()
    {
        var words = string.Join(' ', Enumerable.Range(0, 200_000).Select(number => $"slovo{number}x"));
        var vector = CzechAnalyzer.ToVector((new string('ž', 100_000), 'A'), (words, 'D'), (string.Concat(Enumerable.Repeat("pes ", 50_000)), 'D'));
        Assert.True(TsMatch.IsVector(vector));
        Assert.True(CzechAnalyzer.ToQuery(words, true)!.Length < 5_000);
        Assert.True(TsMatch.IsQuery(CzechAnalyzer.ToQuery(new string('ž', 100_000), true)!));
    }
}
