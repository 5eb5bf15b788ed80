using Virtuos.Contracts.Directory;
using Virtuos.Contracts.Identity;
using Virtuos.Contracts.Services;

namespace Virtuos.Modules.Tests.Records;

/// <summary>Two offices known to the test, and answers to everything else that the records ask others.</summary>
internal sealed class FewOffices : IDirectory, IAccounts, ITracking, IForms
{
    private static readonly string[] Agendas = ["local-fees", "roads"];
    private readonly List<OfficeCard> offices = [];
    private readonly List<UnitCard> units = [];
    private readonly List<OfficialCard> officials = [];

    public FewOffices()
    {
        First = Add("prvni", "PRV");
        Second = Add("druhy", "DRU");
    }

    public OfficeCard First { get; }

    public OfficeCard Second { get; }

    public List<FormQuestion> Asked { get; } = [new("chip", "Číslo čipu"), new("name", "Jméno psa")];

    public UnitCard Unit(OfficeCard office, string code) => units.First(u => u.Office == office.Id && u.Code == code);

    /// <summary>An official by first name: Klára and Karel (fees), Hana (head of fees), Radek (roads), Petra (filing room), Starosta.</summary>
    public OfficialCard Who(OfficeCard office, string name) => officials.First(o => o.Office == office.Id && o.Name.StartsWith(name, StringComparison.Ordinal));

    private OfficeCard Add(string slug, string mark)
    {
        var office = new OfficeCard(Guid.CreateVersion7(), slug, $"Obec {mark}", mark, "500011", mark, "00000000", "Náves 1", "000 00", "obec@example.cz", "123", null, null, "");
        offices.Add(office);
        foreach (var code in (string[])["filing-room", .. Agendas]) units.Add(new(Guid.CreateVersion7(), office.Id, code, $"Odbor {code}"));
        Hire(office, "local-fees", "Klára Nová", Roles.Clerk);
        Hire(office, "local-fees", "Karel Starý", Roles.Clerk);
        Hire(office, "local-fees", "Hana Vedoucí", Roles.Head);
        Hire(office, "roads", "Radek Silný", Roles.Clerk);
        Hire(office, "filing-room", "Petra Podatelnová", Roles.FilingRoom);
        Hire(office, "filing-room", "Starosta Vážný", Roles.Mayor);
        Hire(office, "filing-room", "Správce Pečlivý", Roles.Administrator);
        return office;
    }

    private void Hire(OfficeCard office, string unit, string name, string role) =>
        officials.Add(new(Guid.CreateVersion7(), office.Id, Unit(office, unit).Id, name, "referent", $"{name.Split(' ')[0].ToLowerInvariant()}@example.cz", "123", [role]));

    Task<OfficeCard?> IDirectory.Office(Guid id, CancellationToken cancel) => Task.FromResult(offices.Find(o => o.Id == id));

    Task<OfficeCard?> IDirectory.OfficeBySlug(string slug, CancellationToken cancel) => Task.FromResult(offices.Find(o => o.Slug == slug));

    Task<IReadOnlyList<OfficeCard>> IDirectory.Offices(CancellationToken cancel) => Task.FromResult<IReadOnlyList<OfficeCard>>(offices);

    Task<IReadOnlyList<UnitCard>> IDirectory.Units(Guid office, CancellationToken cancel) => Task.FromResult<IReadOnlyList<UnitCard>>(units.FindAll(u => u.Office == office));

    Task<IReadOnlyList<OfficialCard>> IDirectory.Officials(Guid office, CancellationToken cancel) => Task.FromResult<IReadOnlyList<OfficialCard>>(officials.FindAll(o => o.Office == office));

    Task<OfficialCard?> IDirectory.Official(Guid id, CancellationToken cancel) => Task.FromResult(officials.Find(o => o.Id == id));

    Task<UnitCard> IDirectory.UnitFor(Guid office, string agenda, CancellationToken cancel) =>
        Task.FromResult(units.Find(u => u.Office == office && u.Code == agenda) ?? units.First(u => u.Office == office && u.Code == "filing-room"));

    Task<AccountCard?> IAccounts.Account(Guid id, CancellationToken cancel) => Task.FromResult<AccountCard?>(null);

    Task<IReadOnlyDictionary<Guid, IReadOnlyList<Guid>>> IAccounts.SubstitutesToday(Guid office, CancellationToken cancel) =>
        Task.FromResult<IReadOnlyDictionary<Guid, IReadOnlyList<Guid>>>(new Dictionary<Guid, IReadOnlyList<Guid>>());

    TrackingKeys ITracking.Keys(Guid submission) => new($"T{submission.ToString("n")[20..]}", "1234", $"/sledovat/T{submission.ToString("n")[20..]}");

    Task<IReadOnlyList<FormQuestion>> IForms.Questions(Guid submission, CancellationToken cancel) => Task.FromResult<IReadOnlyList<FormQuestion>>(Asked);
}
