using Microsoft.Extensions.DependencyInjection;
using Virtuos.Contracts.Directory;
using Virtuos.Directory;
using Virtuos.Directory.Offices;
using Virtuos.Testing;

namespace Virtuos.Modules.Tests.Records;

/// <summary>Two towns' offices with the same people, opened as an operator opens them: finance has two clerks and a head, transport one clerk and no head.</summary>
internal sealed class TwoOffices
{
    public static readonly Furniture Furniture = new("two-offices", async town =>
    {
        await Open(town, "563102", "prvni", "PRV");
        await Open(town, "565971", "druhy", "DRU");
        await town.Settle();
    });

    private readonly List<UnitCard> units = [];
    private readonly List<OfficialCard> officials = [];

    private TwoOffices(OfficeCard first, OfficeCard second) => (First, Second) = (first, second);

    public OfficeCard First { get; }

    public OfficeCard Second { get; }

    public IReadOnlyList<UnitCard> Units(OfficeCard office) => units.FindAll(u => u.Office == office.Id);

    /// <summary>A unit by its code: <c>finance</c>, <c>transport</c>, <c>secretary</c>, which is the filing room.</summary>
    public UnitCard Unit(OfficeCard office, string code) => units.First(u => u.Office == office.Id && u.Code == code);

    /// <summary>An official by first name: Klára and Karel (fees), Hana (head of fees), Radek (roads), Petra (filing room), Starosta, Správce.</summary>
    public OfficialCard Who(OfficeCard office, string name) => officials.First(o => o.Office == office.Id && o.Name.StartsWith(name, StringComparison.Ordinal));

    public static Task<TwoOffices> Of(Town town) => town.As(null, async services =>
    {
        var (directory, cancel) = (services.GetRequiredService<IDirectory>(), CancellationToken.None);
        var both = new TwoOffices((await directory.OfficeBySlug("prvni", cancel))!, (await directory.OfficeBySlug("druhy", cancel))!);
        foreach (var office in (OfficeCard[])[both.First, both.Second])
        {
            both.units.AddRange(await directory.Units(office.Id, cancel));
            both.officials.AddRange(await directory.Officials(office.Id, cancel));
        }
        return both;
    });

    private static Task<bool> Open(Town town, string municipality, string slug, string mark) => town.As(null, async services =>
    {
        Appointee Person(string position, string name) =>
            new(position, name, $"{position}@{slug}.virtuos.localhost", InitialPassword: Town.Password);
        var opened = await services.GetRequiredService<OpenOffice>().Run(new(municipality)
        {
            Name = $"Obec {mark}",
            Slug = slug,
            Mark = mark,
            Street = "Náves 1",
            PostalCode = "432 01",
            MailDomain = $"{slug}.virtuos.localhost",
            People =
            [
                Person("finance-clerk-1", "Klára Nová"), Person("finance-clerk-2", "Karel Starý"), Person("finance-head", "Hana Vedoucí"), Person("transport-clerk", "Radek Silný"),
                Person("filing-room-1", "Petra Podatelnová"), Person("mayor", "Starosta Vážný"), Person("administrator", "Správce Pečlivý"),
            ],
        }, CancellationToken.None);
        return opened.Succeeded ? true : throw new InvalidOperationException(opened.Refusals[0].Code);
    });
}
