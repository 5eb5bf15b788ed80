using Virtuos.Contracts.Directory;
using Virtuos.Contracts.Services;
using Virtuos.Kernel;

namespace Virtuos.Records;

/// <summary>Interní osoba: somebody of the office with their unit and position, as they were on the day they acted.</summary>
internal sealed record InternalPerson(Identity Organisation, string OrganisationName, Identity Person, string Name, string Unit, string Position, string Seat)
{
    public static InternalPerson Of(OfficeCard office, OfficialCard official, string unit) => new(
        new(office.OrganisationNumber, Identity.OrganisationNumber), office.Name, Identity.Of(official.Id), official.Name, unit, official.Position, office.Seat);

    /// <summary>What the program does by itself is signed by the program, in the unit where the thing lies.</summary>
    public static InternalPerson System(OfficeCard office, string unit) => new(
        new(office.OrganisationNumber, Identity.OrganisationNumber), office.Name, new(Identity.Ours, Identity.Ours), Identity.Ours, unit, "elektronický systém spisové služby", office.Seat);
}

/// <summary>Externí osoba: an organisation with its number and seat, or a natural person with postal address and electronic contact.</summary>
/// <param name="Organisation">Null for a natural person, and for an organisation of which nobody told the number.</param>
/// <param name="OrganisationName">Set with <paramref name="Organisation"/>.</param>
/// <param name="Address">Seat or postal address; may be empty where nobody told it.</param>
internal sealed record ExternalPerson(Identity? Organisation, string? OrganisationName, string? Name, string Address, string Contact)
{
    /// <summary>Somebody within an organisation, or a natural person known by more than the name.</summary>
    public Identity? Person { get; init; }

    public string? Unit { get; init; }

    public string? Position { get; init; }

    public static ExternalPerson Of(Filer party) => party.OrganisationNumber is { Length: > 0 } number
        ? new(Numbered(number), party.Name, null, party.Address ?? "", party.Email ?? party.Phone ?? "")
        : new(null, null, party.Name, party.Address ?? "", party.Email ?? party.Phone ?? "");

    // A number of another country or a mistyped one is no IČO, and is not said to be one (rule obs92).
    private static Identity Numbered(string number) =>
        Kernel.Values.OrganisationNumber.TryParse(number, out var known) ? new($"{known}", Identity.OrganisationNumber) : new(number.Length > Identity.Longest ? number[..Identity.Longest] : number, Identity.OtherNumber);

    public static ExternalPerson Of(OfficeCard office) => new(new(office.OrganisationNumber, Identity.OrganisationNumber), office.Name, null, office.Seat, office.Email);
}

/// <summary>Somebody approved something on a day (schválení).</summary>
internal sealed record Approval(DateTimeOffset At, InternalPerson By);

/// <summary>Tells who acts, as a person of the national standard.</summary>
internal sealed class ActingPerson(Caller caller, IDirectory directory)
{
    /// <param name="unit">Where the thing lies, when nobody but the program acts.</param>
    public Task<InternalPerson> Now(Guid office, Guid unit, CancellationToken cancel) => Of(office, caller.Acting, unit, cancel);

    public async Task<InternalPerson> Of(Guid office, Guid? official, Guid unit, CancellationToken cancel)
    {
        var card = (await directory.Office(office, cancel))!;
        var who = official is { } id ? await directory.Official(id, cancel) : null;
        var place = (await directory.Units(office, cancel)).FirstOrDefault(u => u.Id == (who?.Unit ?? unit))?.Name ?? card.Name;
        return who is null ? InternalPerson.System(card, place) : InternalPerson.Of(card, who, place);
    }
}
