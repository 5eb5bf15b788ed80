using Virtuos.Contracts.Directory;
using Virtuos.Kernel.Database;

namespace Virtuos.Directory.Officials;

/// <summary>A place in a unit that one official holds at a time, with the roles it proposes.</summary>
internal sealed class Position : IOfficeOwned, ILedgered
{
    public Guid Id { get; init; } = Guid.CreateVersion7();

    public Guid Office { get; set; }

    public required Guid Unit { get; init; }

    /// <summary>Unique in the office, such as <c>finance-head</c>.</summary>
    public required string Code { get; init; }

    public required string Title { get; init; }

    public required string[] Roles { get; init; }

    public required int Rank { get; init; }
}

/// <summary>An official of an office; the id is also that of their account. Those who left stay, so that old documents keep their names.</summary>
internal sealed class Official : IOfficeOwned, ILedgered, IVersioned
{
    public Guid Id { get; init; } = Guid.CreateVersion7();

    public Guid Office { get; set; }

    public required Guid Unit { get; set; }

    /// <summary>The position they hold, or null for one outside the plan of positions.</summary>
    public Guid? Position { get; set; }

    /// <summary>What they are, as people read it.</summary>
    public required string Title { get; set; }

    public required string Name { get; set; }

    public required string Email { get; set; }

    public required string Phone { get; set; }

    public required string[] Roles { get; set; }

    public required DateOnly AppointedOn { get; set; }

    public DateOnly? LeftOn { get; set; }

    public uint Version { get; private set; }

    public void Take(OfficialInput data) => (Name, Email, Phone, Unit, Title, Roles) = (data.Name, data.Email, data.Phone, data.Unit!.Value, data.Title, [.. data.Roles]);

    public OfficialCard Card() => new(Id, Office, Unit, Name, Title, Email, Offices.Shown.Phone(Phone), LeftOn is null ? Roles : []);

    public OfficialAppointed Appointed(string? initialPassword = null) => new(Id, Office, Unit, Name, Email, Roles, initialPassword);
}
