using Virtuos.Directory.Municipalities;
using Virtuos.Directory.Offices;
using Virtuos.Testing;

namespace Virtuos.Modules.Tests.Directory;

public sealed class CzechNameTests
{
    [Fact]
    public void Names_stand_in_Czech_order()
    {
        string[] right = ["Abertamy", "Cítov", "Čáslav", "Dačice", "Hradec Králové", "Hynčice", "Chabařovice", "Chomutov", "Ivančice", "Řevnice", "Sázava", "Šumperk", "Zábřeh", "Žamberk"];
        Assert.Equal(right, right.Reverse().OrderBy(CzechName.SortKey, StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("Klášterec nad Ohří", "klasterec nad ohri", "klasterec-nad-ohri", "KLASTERECNADOHRI")]
    [InlineData("Březová-Oleško", "brezova olesko", "brezova-olesko", "BREZOVAOLESKO")]
    [InlineData("Ústí", "usti", "usti", "USTI")]
    public void A_name_has_words_an_address_and_letters(string name, string words, string slug, string letters)
    {
        Assert.Equal(words, CzechName.Words(name));
        Assert.Equal(slug, CzechName.Slug(name));
        Assert.Equal(letters, CzechName.Letters(name));
    }

    [Fact]
    public void Every_municipality_of_the_country_could_have_its_own_mark_and_address()
    {
        var bytes = File.ReadAllBytes(Path.Combine(DataFolder(), "municipalities.csv"));
        HashSet<string> marks = [], slugs = [];
        foreach (var m in MunicipalityFile.Read(bytes).Municipalities().OrderBy(m => m.SortKey, StringComparer.Ordinal))
        {
            var mark = OfficeNaming.Marks(m.Name, m.Status).First(marks.Add);
            Assert.Matches("^[A-Z]{2,6}$", mark);
            var slug = OfficeNaming.Slugs(m.Name, m.DistrictName, m.Code).First(slugs.Add);
            Assert.Matches("^[a-z0-9]+(-[a-z0-9]+)*$", slug);
        }
        Assert.Equal(6258, marks.Count);
    }

    [Fact]
    public void The_first_marks_say_the_kind_of_the_office_and_the_name()
    {
        Assert.Equal("MUJI", OfficeNaming.Marks("Jirkov", MunicipalityStatus.Town).First());
        Assert.Equal("MMCH", OfficeNaming.Marks("Chomutov", MunicipalityStatus.StatutoryCity).First());
        Assert.Equal("OUKR", OfficeNaming.Marks("Křimov", MunicipalityStatus.Village).First());
        Assert.Equal("UMKO", OfficeNaming.Marks("Kovářská", MunicipalityStatus.MarketTown).First());
        Assert.Equal("MHMP", OfficeNaming.Marks("Praha", MunicipalityStatus.Capital).First());
    }

    internal static string DataFolder()
    {
        for (var place = AppContext.BaseDirectory; place is not null; place = Path.GetDirectoryName(place))
            if (File.Exists(Path.Combine(place, "data", "municipalities.csv"))) return Path.Combine(place, "data");
        throw new DirectoryNotFoundException("data");
    }
}
