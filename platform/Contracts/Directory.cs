using Virtuos.Kernel.Formats;
using Virtuos.Kernel.OpenNorms;
using Virtuos.Kernel.Outbox;

namespace Virtuos.Contracts.Directory;

/// <summary>An office connected to this installation.</summary>
/// <param name="Slug">Its part of addresses, lower-case ASCII.</param>
/// <param name="Mark">Its mark in reference numbers, e.g. <c>MUCH</c>.</param>
/// <param name="Municipality">Code of the municipality by ČSÚ/RÚIAN, six digits.</param>
public sealed record OfficeCard(Guid Id, string Slug, string Name, string Mark, string Municipality, string MunicipalityName, string OrganisationNumber,
    string Street, string PostalCode, string Email, string Phone, string? BoxId, string? PrimaryColour, string OfficeHours)
{
    /// <summary>The region in which it lies, as <c>Ústecký kraj</c>; its office decides on appeals. Empty when not known.</summary>
    public string RegionName { get; init; } = "";

    /// <summary>Its address in one line.</summary>
    public string Seat => $"{Street}, {PostalCode} {MunicipalityName}";

    /// <summary>As the sender or recipient of a document in the open norms.</summary>
    public DocumentPerson AsPerson() => new(Name, Seat) { OrganisationNumber = OrganisationNumber.PadLeft(8, '0'), BoxId = BoxId };
}

public sealed record UnitCard(Guid Id, Guid Office, string Code, string Name);

/// <summary>An official; <see cref="Id"/> is also the id of their account.</summary>
public sealed record OfficialCard(Guid Id, Guid Office, Guid Unit, string Name, string Position, string Email, string Phone, IReadOnlyList<string> Roles);

/// <summary>The roles that units are filled with; modules give permissions to them.</summary>
public static class Roles
{
    /// <summary>Handles documents of their unit (referent).</summary>
    public const string Clerk = "clerk";

    /// <summary>Leads a unit: distributes, approves, sees the whole unit (vedoucí odboru).</summary>
    public const string Head = "head";

    /// <summary>Receives and dispatches for the whole office (podatelna).</summary>
    public const string FilingRoom = "filing-room";

    /// <summary>Sees the numbers of the whole office (starosta, tajemník).</summary>
    public const string Mayor = "mayor";

    /// <summary>Runs the office in Virtuos: officials, roles, settings.</summary>
    public const string Administrator = "administrator";
}

/// <summary>What other modules ask about offices and their people. All answers are of today; nothing personal beyond office contacts.</summary>
public interface IDirectory
{
    Task<OfficeCard?> Office(Guid id, CancellationToken cancel);

    Task<OfficeCard?> OfficeBySlug(string slug, CancellationToken cancel);

    /// <summary>The id behind a slug; neither ever changes.</summary>
    Task<Guid?> OfficeId(string slug, CancellationToken cancel);

    /// <summary>All connected offices by name.</summary>
    Task<IReadOnlyList<OfficeCard>> Offices(CancellationToken cancel);

    Task<IReadOnlyList<UnitCard>> Units(Guid office, CancellationToken cancel);

    Task<IReadOnlyList<OfficialCard>> Officials(Guid office, CancellationToken cancel);

    Task<OfficialCard?> Official(Guid id, CancellationToken cancel);

    /// <summary>The unit competent for an agenda (a code such as <c>local-fees</c>); the filing room's unit when nobody else is.</summary>
    Task<UnitCard> UnitFor(Guid office, string agenda, CancellationToken cancel);
}

/// <summary>What one electronic way into an office takes: the very facts by which what comes is judged.</summary>
/// <param name="Channel"><c>portal</c>, or <c>message</c> for whatever else: data box, e-mail, data carrier.</param>
/// <param name="LargestFile">In bytes.</param>
/// <param name="LargestTogether">Of all files of one filing, in bytes.</param>
public sealed record Acceptance(string Channel, IReadOnlyList<AcceptedFormat> Formats, long LargestFile, long LargestTogether);

/// <summary>Asked of every room that takes something in; the public page of the filing room shows what all of them answer.</summary>
public interface IAcceptance
{
    Task<IReadOnlyList<Acceptance>> Of(Guid office, CancellationToken cancel);
}

/// <summary>A municipality of the public register.</summary>
/// <param name="Code">By ČSÚ/RÚIAN, six digits.</param>
/// <param name="District">Name of its district (okres), which tells namesakes apart.</param>
/// <param name="Office">Slug of its office when it is connected.</param>
public sealed record MunicipalityCard(string Code, string Name, string District, string? Office);

/// <summary>What other modules ask about the register of municipalities.</summary>
public interface IMunicipalities
{
    /// <summary>Municipalities whose name has words that begin with the given ones, accents and case aside; the whole name first, then in Czech order.</summary>
    Task<IReadOnlyList<MunicipalityCard>> Find(string name, int most, CancellationToken cancel);
}

/// <summary>An office was connected and has units and officials.</summary>
public sealed record OfficeOpened(Guid Office, string Slug, string Name) : IEvent
{
    public Guid Subject => Office;
}

/// <summary>An official came to an office or their unit or roles changed. <see cref="InitialPassword"/> is set in demo data only.</summary>
public sealed record OfficialAppointed(Guid Official, Guid Office, Guid Unit, string Name, string Email, IReadOnlyList<string> Roles, string? InitialPassword) : IEvent
{
    public Guid Subject => Official;
}

/// <summary>An official left the office.</summary>
public sealed record OfficialLeft(Guid Official, Guid Office) : IEvent
{
    public Guid Subject => Official;
}
