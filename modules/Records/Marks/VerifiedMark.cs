using Virtuos.Contracts.Mailroom;
using Virtuos.Kernel.Database;

namespace Virtuos.Records;

/// <summary>
/// A signature, seal or time stamp of a component and what was found of it on the day when it was checked (§ 4 (7) of decree 259/2012;
/// tOvereniBezpecnostnihoPrvku of the national standard). It never changes.
/// </summary>
internal sealed class VerifiedMark : IOfficeOwned, ILedgered
{
    public Guid Office { get; set; }

    public Guid Id { get; private init; } = Guid.CreateVersion7();

    public required Guid Document { get; init; }

    public required Guid Component { get; init; }

    /// <summary>From 1 within the component.</summary>
    public required int Ordinal { get; init; }

    /// <summary><c>PAdES</c>, <c>CAdES</c>, <c>XAdES</c>, <c>PKCS7</c>, <c>stamp</c> and their like.</summary>
    public required string Format { get; init; }

    public string? Level { get; init; }

    /// <summary><c>TOTAL_PASSED</c>, <c>INDETERMINATE</c> or <c>TOTAL_FAILED</c> (ETSI EN 319 102-1).</summary>
    public required string Indication { get; init; }

    public required string SubIndication { get; init; }

    /// <summary>Key of the text that says why.</summary>
    public required string Reason { get; init; }

    public bool? Intact { get; init; }

    public bool? Trusted { get; init; }

    public bool? Qualified { get; init; }

    /// <summary>When the signer says that it was made.</summary>
    public DateTimeOffset? UsedAt { get; init; }

    /// <summary>Stamps on it.</summary>
    public required IReadOnlyList<SecurityStamp> Stamps { get; init; }

    /// <summary>Whose certificate it is.</summary>
    public string? Signer { get; init; }

    public string? Issuer { get; init; }

    public string? Serial { get; init; }

    public DateTimeOffset? ValidFrom { get; init; }

    public DateTimeOffset? ValidUntil { get; init; }

    /// <summary>The certificate was revoked; null when nobody could tell.</summary>
    public bool? Revoked { get; init; }

    /// <summary>Number of the list of revoked certificates (CRL) that was asked.</summary>
    public string? RevocationList { get; init; }

    public required DateTimeOffset CheckedAt { get; init; }

    /// <summary>Who checked it; the program where nobody did by hand.</summary>
    public required InternalPerson Verifier { get; init; }

    /// <summary>The moment for which it was judged: the first stamp that holds, else the moment of the check.</summary>
    public DateTimeOffset JudgedAt => Stamps.Where(s => s is { Intact: true, Trusted: true, At: not null }).Select(s => s.At!.Value).DefaultIfEmpty(CheckedAt).Min();

    public MarkValidity Validity => Indication switch { "TOTAL_PASSED" => MarkValidity.Valid, "TOTAL_FAILED" => MarkValidity.Invalid, _ => MarkValidity.Unknown };

    public MarkValidity CertificateValidity => Of(Trusted);

    public MarkValidity RevocationValidity => Revoked is null ? MarkValidity.Unknown : MarkValidity.Valid;

    /// <summary>The standard wants the whole certificate; of what has none the record stays here.</summary>
    public bool IsWhole => Signer is { Length: > 0 } && Issuer is { Length: > 0 } && Serial is { Length: > 0 } && ValidFrom is not null && ValidUntil is not null;

    public static VerifiedMark Of(Component component, int ordinal, SecurityMark mark, InternalPerson verifier) => new()
    {
        Office = component.Office,
        Document = component.Document,
        Component = component.Id,
        Ordinal = ordinal,
        Format = mark.Format,
        Level = mark.Level,
        Indication = mark.Indication,
        SubIndication = mark.SubIndication,
        Reason = mark.Reason,
        Intact = mark.Intact,
        Trusted = mark.Trusted,
        Qualified = mark.Qualified,
        UsedAt = mark.SignedAt,
        Stamps = mark.Stamps,
        Signer = mark.Signer,
        Issuer = mark.Issuer,
        Serial = mark.Serial,
        ValidFrom = mark.ValidFrom,
        ValidUntil = mark.ValidUntil,
        Revoked = mark.Revoked,
        RevocationList = mark.RevocationList,
        CheckedAt = mark.CheckedAt,
        Verifier = verifier,
    };

    private static MarkValidity Of(bool? holds) => holds switch { true => MarkValidity.Valid, false => MarkValidity.Invalid, _ => MarkValidity.Unknown };
}

/// <summary>What a check ends with (tVysledekOvereni).</summary>
internal enum MarkValidity
{
    Valid,
    Invalid,

    /// <summary>It cannot be judged.</summary>
    Unknown,
}
