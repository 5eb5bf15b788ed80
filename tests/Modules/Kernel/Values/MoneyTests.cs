using System.Globalization;
using Virtuos.Kernel.Language;
using Virtuos.Kernel.Values;

namespace Virtuos.Modules.Tests.Kernel.Values;

public sealed class MoneyTests
{
    [Theory]
    [InlineData("1234,50", 123450)]
    [InlineData("1 234,50 Kč", 123450)]
    [InlineData("1\u00a0234,5", 123450)]
    [InlineData("1.234,50", 123450)]
    [InlineData("1,234.50", 123450)]
    [InlineData("1234.5", 123450)]
    [InlineData("1.234", 123400)]
    [InlineData("1 234 567", 123456700)]
    [InlineData("1.234.567,89", 123456789)]
    [InlineData("500,-", 50000)]
    [InlineData("500,- Kč", 50000)]
    [InlineData("500,–", 50000)]
    [InlineData("500,--", 50000)]
    [InlineData("CZK 20", 2000)]
    [InlineData("20 czk", 2000)]
    [InlineData("-20,5", -2050)]
    [InlineData("−20", -2000)]
    [InlineData("0", 0)]
    [InlineData("0,01", 1)]
    [InlineData("92233720368547758,07", long.MaxValue)]
    public void An_amount_is_read_as_people_write_it(string typed, long hellers)
    {
        Assert.True(Money.TryParse(typed, out var money));
        Assert.Equal(hellers, money.Hellers);
    }

    [Theory]
    [InlineData("")]
    [InlineData("Kč")]
    [InlineData("12,345,6")]
    [InlineData("1,234,56")]
    [InlineData("0.123")]
    [InlineData("12.34.56")]
    [InlineData("1234.567,8")]
    [InlineData("20 EUR")]
    [InlineData("1e5")]
    [InlineData("--5")]
    [InlineData(",5")]
    [InlineData("5,")]
    [InlineData("92233720368547758,08")]
    [InlineData("99999999999999999999999999999999")]
    public void What_is_no_amount_is_refused(string typed) => Assert.False(Money.TryParse(typed, out _));

    [Theory]
    [InlineData("cs", 24550000, "245\u00a0500\u00a0Kč")]
    [InlineData("en", 24550000, "CZK\u00a0245,500")]
    [InlineData("de", 24550000, "245.500\u00a0CZK")]
    [InlineData("cs", 123450, "1\u00a0234,50\u00a0Kč")]
    [InlineData("cs", -5, "-0,05\u00a0Kč")]
    public void An_amount_is_shown_by_the_language(string language, long hellers, string shown) =>
        Assert.Equal(shown, new Money(hellers).ToString(null, TextLanguage.Culture(language)));

    [Fact]
    public void Amounts_in_a_column_keep_their_hellers() =>
        Assert.Equal("1\u00a0234,00\u00a0Kč", Money.OfCrowns(1234).ToString("N", CultureInfo.GetCultureInfo("cs")));

    [Fact]
    public void Every_amount_reads_itself_in_every_language()
    {
        var random = new Random(2);
        for (var round = 0; round < 3_000; round++)
        {
            var money = new Money(random.NextInt64(long.MinValue + 1, long.MaxValue) >> random.Next(60));
            Assert.All(TextLanguage.All, language => Assert.Equal((true, money), (Money.TryParse(money.ToString(null, TextLanguage.Culture(language)), out var read), read)));
            Assert.Equal((true, money), (Money.TryParse(money.ToString(), out var again), again));
        }
    }

    [Fact]
    public void Sums_are_exact_and_never_run_over()
    {
        Assert.Equal(Money.OfCrowns(0.3m), Money.OfCrowns(0.1m) + Money.OfCrowns(0.2m));
        Assert.True(Money.OfCrowns(1) > Money.Zero && -Money.OfCrowns(1) < Money.Zero);
        Assert.Equal(Money.OfCrowns(-1), Money.OfCrowns(1) - (Money.OfCrowns(1) * 2));
        Assert.Throws<OverflowException>(() => new Money(long.MaxValue) + new Money(1));
        Assert.Throws<ArgumentException>(() => Money.OfCrowns(0.005m));
    }
}
