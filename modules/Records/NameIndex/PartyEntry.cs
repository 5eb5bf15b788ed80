using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Virtuos.Contracts.Services;
using Virtuos.Kernel.Database;
using Virtuos.Kernel.Search;
using Virtuos.Kernel.Values;

namespace Virtuos.Records;

/// <summary>
/// A person or organisation outside, as documents name it: everything that is written the same way is one entry (jmenný rejstřík). Holds no
/// more than what reaches them and tells them apart.
/// </summary>
internal sealed partial class PartyEntry : IOfficeOwned, ILedgered, IVersioned
{
    private PartyEntry() { }

    public Guid Office { get; set; }

    public Guid Id { get; private init; } = Guid.CreateVersion7();

    public uint Version { get; private set; }

    public string Key { get; private init; } = "";

    public string Name { get; private init; } = "";

    public string? Address { get; private init; }

    public string? Email { get; private init; }

    public string? Phone { get; private init; }

    /// <summary>Eight digits.</summary>
    public string? OrganisationNumber { get; private set; }

    public string? BoxId { get; private set; }

    /// <summary>The e-mail address as it is compared.</summary>
    public string? SameEmail { get; private init; }

    /// <summary>Name and address as they are compared; null without an address, for a name alone tells nobody.</summary>
    public string? SameName { get; private init; }

    public DateTimeOffset EnteredAt { get; private init; }

    public static PartyEntry Of(Guid office, Filer party, DateTimeOffset at) => new()
    {
        Office = office,
        Key = KeyOf(party),
        Name = party.Name,
        Address = Given(party.Address),
        Email = Given(party.Email),
        Phone = Given(party.Phone),
        OrganisationNumber = party.OrganisationNumber ?? (Written().Match($"{party.Name} {party.Address}") is { Success: true } said && Kernel.Values.OrganisationNumber.TryParse(said.Groups[1].Value, out var number) ? number.Value : null),
        SameEmail = Given(party.Email) is { } email ? Folding.Fold(email) : null,
        SameName = Bare(party.Address) is { Length: > 0 } address && Bare(party.Name) is { Length: > 0 } name ? $"{name}|{address}" : null,
        EnteredAt = at,
    };

    /// <summary>What tells one writing from another.</summary>
    public static string KeyOf(Filer party) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(
        string.Join('\u001f', new[] { party.Name, party.Address, party.Email, party.Phone, party.OrganisationNumber }.Select(t => Folding.Fold(Spaces().Replace(t ?? "", " ").Trim()))))));

    /// <summary>The words by which it is found.</summary>
    public IReadOnlyCollection<string> Words => WordsOf($"{Name} {Email} {OrganisationNumber} {BoxId}");

    /// <summary>Folded words of a text, each once.</summary>
    public static IReadOnlyCollection<string> WordsOf(string text) => [.. Folding.Fold(text).Split(separators, StringSplitOptions.RemoveEmptyEntries).Where(w => w.Length <= 100).Distinct()];

    public void Describe(string? organisationNumber, string? boxId) => (OrganisationNumber, BoxId) = (organisationNumber, boxId);

    private static readonly char[] separators = [' ', '\u00a0', ',', ';', '(', ')', '"', '„', '“'];

    private static string? Given(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();

    // Letters and digits only: dots and commas are put differently by everybody.
    private static string Bare(string? text) => Odd().Replace(Folding.Fold(text ?? ""), " ").Trim();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();

    [GeneratedRegex(@"[^\p{L}\p{Nd}]+")]
    private static partial Regex Odd();

    [GeneratedRegex(@"\bI[ČC]O?\s*:?\s*(\d{8})\b", RegexOptions.IgnoreCase)]
    private static partial Regex Written();
}

/// <summary>The entry that a document's party is written as; it never changes, merges are told apart from it.</summary>
internal sealed class PartyOfDocument : IOfficeOwned
{
    public Guid Office { get; set; }

    public required Guid Document { get; init; }

    public required Guid Entry { get; init; }
}

/// <summary>A folded word by which an entry is found.</summary>
internal sealed class PartyWord : IOfficeOwned
{
    public Guid Office { get; set; }

    public required string Word { get; init; }

    public required Guid Entry { get; init; }
}

/// <summary>
/// Somebody decided that two entries are the same party. Nothing else changes by it, so taking it back restores exactly what was before;
/// the database lets only whoever stands for themself be merged.
/// </summary>
internal sealed class PartyMerge : IOfficeOwned, ILedgered, IVersioned
{
    public Guid Office { get; set; }

    public Guid Id { get; private init; } = Guid.CreateVersion7();

    public uint Version { get; private set; }

    public required Guid Kept { get; init; }

    public required Guid Merged { get; init; }

    public required string Reason { get; init; }

    public required DateTimeOffset At { get; init; }

    public required string ByName { get; init; }

    public DateTimeOffset? UndoneAt { get; private set; }

    public string? UndoneByName { get; private set; }

    public void Undo(string by, DateTimeOffset at) => (UndoneByName, UndoneAt) = (by, at);
}
