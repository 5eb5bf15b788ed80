using Virtuos.Contracts.Directory;
using Virtuos.Kernel;

namespace Virtuos.Records.Seeding;

/// <summary>Who works in an office and which unit is competent for what; read once.</summary>
internal sealed class OfficeStaff
{
    private static readonly string[] agendas = ["general", "complaints", "information", "local-fees", "roads"];
    private readonly Dictionary<string, UnitCard> competent = new(StringComparer.Ordinal);
    private readonly Dictionary<Guid, IReadOnlyList<(OfficialCard Card, Caller Caller)>> officials = [];

    public required OfficeCard Office { get; init; }

    public required Caller System { get; init; }

    public UnitCard Unit(string agenda) => competent[agenda];

    public IReadOnlyList<(OfficialCard Card, Caller Caller)> Officials(UnitCard unit) => officials[unit.Id];

    public static async Task<OfficeStaff> Read(Guid office, IDirectory directory, PermissionCatalogue permissions, CancellationToken cancel)
    {
        var system = new Caller(permissions);
        system.BecomeSystem(office, nameof(RegisterSubmission));
        var staff = new OfficeStaff { Office = (await directory.Office(office, cancel))!, System = system };
        foreach (var agenda in agendas) staff.competent[agenda] = await directory.UnitFor(office, agenda, cancel);
        var people = await directory.Officials(office, cancel);
        foreach (var unit in staff.competent.Values.Select(u => u.Id).Distinct())
        {
            var there = people.Where(o => o.Unit == unit).ToList();
            var handling = there.Where(o => o.Roles.Contains(Roles.Clerk)).ToList();
            staff.officials[unit] = [.. (handling.Count > 0 ? handling : there.Count > 0 ? there : people).Select(o => (o, As(o, permissions)))];
        }
        return staff;
    }

    private static Caller As(OfficialCard official, PermissionCatalogue permissions)
    {
        var caller = new Caller(permissions);
        caller.BecomeOfficial(official.Id, official.Name, official.Office, official.Unit, new Dictionary<string, IReadOnlySet<Guid>?>(), new HashSet<Guid>());
        return caller;
    }
}
