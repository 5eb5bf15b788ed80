using Virtuos.Kernel.Values;

namespace Virtuos.Modules.Tests.Kernel.Values;

public sealed class SafeTextTests
{
    [Theory]
    [InlineData("Dobrý den", "Dobrý den", Stripped.Nothing)]
    [InlineData("  Dobrý den \n", "Dobrý den", Stripped.Nothing)]
    [InlineData("Dobry\u0301 den", "Dobrý den", Stripped.Nothing)]
    [InlineData("a\u0000b\u0007c\u007f", "abc", Stripped.Control)]
    [InlineData("účet\u202Egpj.exe", "účetgpj.exe", Stripped.Direction)]
    [InlineData("\u2067ab\u2069\u200f", "ab", Stripped.Direction)]
    [InlineData("adm\u200bin\ufeff\u00ad", "admin", Stripped.Invisible)]
    [InlineData("a\u200db", "ab", Stripped.Invisible)]
    [InlineData("👨\u200d👩\u200d👧", "👨\u200d👩\u200d👧", Stripped.Nothing)]
    [InlineData("❤\ufe0f\u200d🔥", "❤\ufe0f\u200d🔥", Stripped.Nothing)]
    [InlineData("\u202e\u0000\u200b", "", Stripped.Direction | Stripped.Control | Stripped.Invisible)]
    [InlineData("řádek\r\ndruhý\ttab", "řádek druhý tab", Stripped.Nothing)]
    [InlineData("собака 犬 كلب", "собака 犬 كلب", Stripped.Nothing)]
    public void A_text_is_made_safe_and_says_what_went(string text, string clean, Stripped stripped)
    {
        var safe = SafeText.Clean(text, 100);
        Assert.Equal(clean, safe.Text);
        Assert.Equal(stripped, safe.Stripped);
        Assert.False(safe.TooLong);
    }

    [Fact]
    public void Lines_and_tabs_stay_where_they_are_allowed() =>
        Assert.Equal("a\nb\nc\nd\te", SafeText.Clean("a\r\nb\rc\u2028d\te", 100, multiline: true).Text);

    [Fact]
    public void Length_is_counted_in_characters_and_nothing_is_cut()
    {
        Assert.False(SafeText.Clean("🐕🐕🐕", 3).TooLong);
        Assert.False(SafeText.Clean("ě\u0301".Normalize(), 2).TooLong);
        var safe = SafeText.Clean("🐕🐕🐕🐕", 3);
        Assert.True(safe.TooLong);
        Assert.Equal("🐕🐕🐕🐕", safe.Text);
    }

    [Fact]
    public void Accents_are_not_piled_up()
    {
        var safe = SafeText.Clean("a" + new string('\u0316', 200), 10);
        Assert.Equal(5, safe.Text.Length);
        Assert.Equal(Stripped.Piled, safe.Stripped);
    }

    [Fact]
    public void Halves_of_characters_go() => Assert.Equal(new SafeText("xyz", Stripped.Broken, false), SafeText.Clean("x\ud800y\udc00z\uffff", 5));

    [Fact]
    public void Nothing_is_a_text_too() => Assert.Equal(new SafeText("", Stripped.Nothing, false), SafeText.Clean(null, 5));
}
