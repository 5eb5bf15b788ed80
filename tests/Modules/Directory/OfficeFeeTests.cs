using FsCheck;
using FsCheck.Fluent;
using Virtuos.Directory.Fees;
using Virtuos.Directory.Municipalities;
using Virtuos.Kernel.Values;
using Virtuos.Testing;

namespace Virtuos.Modules.Tests.Directory;

[Contract("A15")]
public sealed class OfficeFeeTests(DirectoryTown shared) : IClassFixture<DirectoryTown>
{
    private static readonly OfficeFee Fee = OfficeFee.On(new(2026, 3, 10));

    [Theory]
    [InlineData(3, 49_000, 245_500)]
    [InlineData(3, 0, 500)]
    [InlineData(1, 1, 504)]
    [InlineData(2, 20_547, 92_961.5)]
    public void The_fee_follows_the_formula(int type, int population, decimal crowns) => Assert.Equal(Money.OfCrowns(crowns), Fee.For(type, population));

    [Fact]
    public void The_fee_is_exact_for_any_population_and_grows_with_type_and_population()
    {
        var inputs = from type in Gen.Choose(1, 3) from population in Gen.Choose(0, 2_000_000) select (type, population);
        Prop.ForAll(inputs.ToArbitrary(), i =>
        {
            // In hellers and whole numbers: 500 + (3.5 + type × 0.5) × population = 50 000 + (350 + 50 type) × population.
            var hellers = 50_000L + ((350L + (50L * i.type)) * i.population);
            return Fee.For(i.type, i.population).Hellers == hellers
                && Fee.For(i.type, i.population + 1) > Fee.For(i.type, i.population)
                && (i.type == 3 || i.population == 0 || Fee.For(i.type + 1, i.population) > Fee.For(i.type, i.population));
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void There_is_no_fee_for_what_is_no_municipality()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Fee.For(0, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => Fee.For(4, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => Fee.For(1, -1));
        Assert.Throws<InvalidOperationException>(() => OfficeFee.On(new(2000, 1, 1)));
    }

    [Fact]
    public void The_type_follows_the_codes_of_the_seats()
    {
        var all = MunicipalityFile.Read(File.ReadAllBytes(Path.Combine(CzechNameTests.DataFolder(), "municipalities.csv"))).Municipalities();
        // 205 municipalities with extended powers and Prague; 388 authorised offices, of which 205 sit in the former.
        Assert.Equal(206, all.Count(m => m.Type == 3));
        Assert.Equal(183, all.Count(m => m.Type == 2));
        Assert.All(all, m => Assert.Equal(m.Type, m.Code == m.ExtendedSeat ? 3 : m.Code == m.AuthorisedSeat ? 2 : 1));
        // A town by status may be of any type.
        Assert.Equal([1, 2, 3], all.Where(m => m.Status == MunicipalityStatus.Town).Select(m => (int)m.Type).Distinct().Order());
        Assert.Equal((3, 2, 1), (Type("562971"), Type("563099"), Type("563161")));

        int Type(string code) => all.Single(m => m.Code == code).Type;
    }

    [Fact]
    public async Task The_order_page_shows_the_fee_with_its_computation()
    {
        using var browser = shared.Town.Browser();
        var page = await browser.Page("/pripojit/563102");
        var text = page.Body!.TextContent.Replace('\u00a0', ' ');
        // Kadaň: type 3, 17 717 inhabitants.
        Assert.Contains("89 085 Kč", text);
        Assert.Contains("500 Kč + 17 717 × 5 Kč", text);
        Assert.Contains("VIRTUOS (2008)", text);
        Assert.Contains("Jak dál", text);
        Assert.Contains("poplatek proto nejde spočítat", (await browser.Get("/pripojit/545422")).Text);
        Assert.Equal(System.Net.HttpStatusCode.NotFound, (await browser.Get("/pripojit/999999")).Status);
    }
}
