using Virtuos.Contracts.Directory;
using Virtuos.Kernel.Database;

namespace Virtuos.Directory.Offices;

/// <summary>Hours on one day of the week when the office receives people.</summary>
internal sealed record DayHours(DayOfWeek Day, IReadOnlyList<TimeSpanOfDay> Times);

internal sealed record TimeSpanOfDay(TimeOnly From, TimeOnly To);

/// <summary>An office connected to this installation; its id is the office id of every row that belongs to it.</summary>
internal sealed class Office : ILedgered, IVersioned
{
    public Guid Id { get; init; } = Guid.CreateVersion7();

    public required string Slug { get; init; }

    /// <summary>Its mark in reference numbers.</summary>
    public required string Mark { get; init; }

    /// <summary>Code of the municipality; one office a municipality.</summary>
    public required string Municipality { get; init; }

    public required string MunicipalityName { get; init; }

    /// <summary>Type of the municipality on the day of opening: 1, 2 or 3.</summary>
    public required short Type { get; init; }

    public required string Name { get; set; }

    public required string OrganisationNumber { get; init; }

    public required string Street { get; set; }

    public required string PostalCode { get; set; }

    public required string Email { get; set; }

    public required string Phone { get; set; }

    public string? BoxId { get; set; }

    /// <summary>Data carriers that the filing room takes, in words (§ 2 (3) of decree 259/2012); null while nobody has said so.</summary>
    public string? Media { get; set; }

    public string? PrimaryColour { get; set; }

    public required IReadOnlyList<DayHours> Hours { get; set; }

    public required DateTimeOffset OpenedAt { get; init; }

    /// <summary>The version of the template it was opened from.</summary>
    public required DateOnly TemplateFrom { get; init; }

    public uint Version { get; private set; }

    public OfficeCard Card() => new(Id, Slug, Name, Mark, Municipality, MunicipalityName, OrganisationNumber, Street, Shown.PostalCode(PostalCode), Email, Shown.Phone(Phone),
        BoxId, PrimaryColour, OfficeHours.InCzech(Hours));
}

/// <summary>A unit of an office (odbor).</summary>
internal sealed class Unit : IOfficeOwned, ILedgered
{
    public Guid Id { get; init; } = Guid.CreateVersion7();

    public Guid Office { get; set; }

    /// <summary>Unique in the office, such as <c>finance</c>.</summary>
    public required string Code { get; init; }

    public required string Name { get; set; }

    public required int Rank { get; init; }

    /// <summary>Receives what nobody else is competent for; one unit of the office.</summary>
    public bool FilingRoom { get; init; }

    public UnitCard Card() => new(Id, Office, Code, Name);
}

/// <summary>The unit that is competent for an agenda in an office.</summary>
internal sealed class Competence : IOfficeOwned, ILedgered
{
    public Guid Id { get; init; } = Guid.CreateVersion7();

    public Guid Office { get; set; }

    public required string Agenda { get; init; }

    public required Guid Unit { get; init; }
}
