using System.Globalization;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Virtuos.Kernel.Language;

namespace Virtuos.Modules.Tests.Kernel.Language;

public sealed class TextsTests
{
    private const string Czech = """
        {
          "plain": "Ahoj",
          "only.czech": "Jen česky",
          "named": "Dobrý den, {name}.",
          "days": "{count, plural, one {# den} few {# dny} many {# dne} other {# dnů}}",
          "none": "{count, plural, =0 {nic} one {jedno podání} few {# podání} many {# podání} other {# podání od {name}}}",
          "when": "do {day}",
          "styles": "{at, date} v {at, time}, {at, weekday}, {at, full}",
          "kind": "{kind, select, dog {pes} other {zvíře}}",
          "quoted": "'{name}' a ''{name}''"
        }
        """;

    private const string English = """
        {
          "plain": "Hello",
          "named": "It can't fail, {name}.",
          "days": "{count, plural, one {# day} other {# days}}",
          "when": "by {day}"
        }
        """;

    private const string German = """{ "plain": "Hallo", "when": "bis {day}", "days": "{count, plural, one {# Tag} other {# Tage}}" }""";

    private static readonly Texts texts = Given(true);

    [Theory]
    [InlineData(0, "0 dnů")]
    [InlineData(1, "1 den")]
    [InlineData(2, "2 dny")]
    [InlineData(4, "4 dny")]
    [InlineData(5, "5 dnů")]
    [InlineData(22, "22 dnů")]
    [InlineData(101, "101 dnů")]
    [InlineData(-3, "-3 dny")]
    [InlineData(12345, "12\u00a0345 dnů")]
    public void Czech_counts_in_its_four_forms(int count, string expected) => Assert.Equal(expected, texts.In("cs")["days", ("count", count)]);

    [Fact]
    public void A_fraction_takes_the_form_many_in_Czech() => Assert.Equal("1,5 dne", texts.In("cs")["days", ("count", 1.5m)]);

    [Theory]
    [InlineData("en", 1, "1 day")]
    [InlineData("en", 0, "0 days")]
    [InlineData("en", 12345, "12,345 days")]
    [InlineData("de", 1, "1 Tag")]
    [InlineData("de", 12345, "12.345 Tage")]
    public void English_and_German_count_in_two(string language, int count, string expected) =>
        Assert.Equal(expected, texts.In(language)["days", ("count", count)]);

    [Fact]
    public void An_exact_number_wins_over_its_form_and_forms_may_name_others()
    {
        Assert.Equal("nic", texts.In("cs")["none", ("count", 0), ("name", "Evy")]);
        Assert.Equal("7 podání od Evy", texts.In("cs")["none", ("count", 7L), ("name", "Evy")]);
    }

    [Theory]
    [InlineData("cs-CZ", "Ahoj")]
    [InlineData("en-GB", "Hello")]
    [InlineData("de-AT", "Hallo")]
    [InlineData("sk-SK", "Ahoj")]
    [InlineData("", "Ahoj")]
    public void The_language_follows_the_culture_of_the_request(string culture, string expected)
    {
        var before = CultureInfo.CurrentUICulture;
        try
        {
            CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(culture);
            Assert.Equal(expected, texts["plain"]);
        }
        finally
        {
            CultureInfo.CurrentUICulture = before;
        }
    }

    [Theory]
    [InlineData("cs", "do 20. 11. 2026")]
    [InlineData("en", "by 20 November 2026")]
    [InlineData("de", "bis 20.11.2026")]
    public void A_day_is_written_as_people_write_it(string language, string expected) =>
        Assert.Equal(expected, texts.In(language)["when", ("day", new DateOnly(2026, 11, 20))]);

    [Theory]
    [InlineData("cs", "do 1. 1. 2027 0:30")]
    [InlineData("en", "by 1 January 2027, 0:30")]
    [InlineData("de", "bis 01.01.2027, 0:30")]
    public void A_moment_is_shown_by_the_clock_of_Prague(string language, string expected) =>
        Assert.Equal(expected, texts.In(language)["when", ("day", new DateTimeOffset(2026, 12, 31, 23, 30, 0, TimeSpan.Zero))]);

    [Fact]
    public void A_text_chooses_how_a_moment_is_written()
    {
        var moment = new DateTimeOffset(2026, 11, 20, 13, 5, 0, TimeSpan.Zero);
        Assert.Equal("20. 11. 2026 v 14:05, pátek 20. 11. 2026, 20. listopadu 2026", texts.In("cs")["styles", ("at", moment)]);
    }

    [Theory]
    [InlineData("cs", "1\u00a0234\u00a0567,5")]
    [InlineData("en", "1,234,567.5")]
    [InlineData("de", "1.234.567,5")]
    public void Numbers_have_the_separators_of_the_language(string language, string expected) =>
        Assert.Equal(expected, texts.In(language).Show(1234567.50m));

    [Fact]
    public void A_year_given_as_a_number_stays_a_year() => Assert.Equal("2026", texts.In("cs").Show(2026));

    [Fact]
    public void A_select_falls_to_other()
    {
        Assert.Equal("pes", texts.In("cs")["kind", ("kind", "dog")]);
        Assert.Equal("zvíře", texts.In("cs")["kind", ("kind", "cat")]);
    }

    [Fact]
    public void Braces_are_quoted_and_apostrophes_stay()
    {
        Assert.Equal("{name} a 'Eva'", texts.In("cs")["quoted", ("name", "Eva")]);
        Assert.Equal("It can't fail, Eva.", texts.In("en")["named", ("name", "Eva")]);
    }

    [Fact]
    public void What_a_language_lacks_is_said_in_Czech_with_Czech_plurals()
    {
        Assert.Equal("Jen česky", texts.In("de")["only.czech"]);
        Assert.Equal("3 podání", texts.In("en")["none", ("count", 3), ("name", "")]);
    }

    [Fact]
    public void A_missing_key_throws_when_strict_and_is_shown_otherwise()
    {
        Assert.Throws<KeyNotFoundException>(() => texts["nowhere"]);
        Assert.Equal("nowhere", Given(false)["nowhere"]);
        Assert.False(texts.Has("nowhere"));
        Assert.True(texts.In("de").Has("only.czech"));
    }

    [Fact]
    public void A_missing_argument_throws_when_strict_and_is_shown_otherwise()
    {
        Assert.Throws<ArgumentException>(() => texts.In("cs")["named"]);
        Assert.Equal("Dobrý den, {name}.", Given(false).In("cs")["named"]);
        Assert.Equal("0 dnů", Given(false).In("cs")["days", ("count", "many")]);
    }

    [Theory]
    [InlineData("""{ "a": "1", "a": "2" }""")]
    [InlineData("""{ "a": { "b": "2" } }""")]
    [InlineData("""{ "a": "{name" }""")]
    [InlineData("""{ "a": "name}" }""")]
    [InlineData("""{ "a": "{n, plural, one {x}}" }""")]
    [InlineData("""{ "a": "{n, plural, two {x} other {y}}" }""")]
    [InlineData("""{ "a": "{n, plural, one {x} one {z} other {y}}" }""")]
    [InlineData("""{ "a": "{n, currency}" }""")]
    [InlineData("[]")]
    [InlineData("{")]
    public void A_wrong_file_of_texts_is_refused_at_start(string json) =>
        Assert.Throws<InvalidDataException>(() => TextCatalogue.Read([File("cs", json)], true));

    [Fact]
    public void The_same_key_in_two_projects_is_refused() =>
        Assert.Throws<InvalidDataException>(() => TextCatalogue.Read([File("cs", Czech), File("cs", """{ "plain": "Nazdar" }""")], true));

    [Fact]
    public void The_catalogue_tells_placeholders_for_comparison()
    {
        var catalogue = TextCatalogue.Read([File("cs", Czech), File("en", English)], true);
        Assert.Equal(["count", "name"], catalogue.Placeholders("cs", "none"));
        Assert.Empty(catalogue.Placeholders("en", "none"));
        Assert.Equal("Hello", catalogue.Written("en", "plain"));
    }

    [Fact]
    public void Texts_are_registered_over_the_assemblies()
    {
        using var services = new ServiceCollection().AddTexts([typeof(Texts).Assembly], strict: true).BuildServiceProvider();
        Assert.Same(services.GetRequiredService<Texts>(), services.GetRequiredService<Texts>());
    }

    private static Texts Given(bool strict) => new(TextCatalogue.Read([File("cs", Czech), File("en", English), File("de", German)], strict));

    private static (string, string, Stream) File(string language, string json) => (language, "given", new MemoryStream(Encoding.UTF8.GetBytes(json)));
}
