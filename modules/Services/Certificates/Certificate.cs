using Virtuos.Kernel.Database;

namespace Virtuos.Services.Certificates;

/// <summary>
/// The certificate of a filing on its way to a time stamp, and what became of it. It goes out only with one (§ 5 of act 12/2020); while the
/// authority gives none it waits and is tried again.
/// </summary>
internal sealed class Certificate : IOfficeOwned, ILedgered, IVersioned
{
    public Guid Office { get; set; }

    /// <summary>Its jid.</summary>
    public required Guid Id { get; init; }

    public required Guid Submission { get; init; }

    public required string ReferenceNumber { get; init; }

    public required DateTimeOffset IssuedAt { get; init; }

    /// <summary>PDF/A under the seal without a stamp; cited until it has one.</summary>
    public string? Sealed { get; private set; }

    /// <summary>The XML of the norm under a seal of its own, without a stamp; null when the norm asks for more than the form did.</summary>
    public string? SealedXml { get; private set; }

    /// <summary>How often the authority was asked in vain.</summary>
    public int Tries { get; private set; }

    /// <summary>Why it gave no stamp the last time.</summary>
    public string? Trouble { get; private set; }

    public DateTimeOffset? TriedAt { get; private set; }

    /// <summary>The moment that the stamp proves.</summary>
    public DateTimeOffset? StampedAt { get; private set; }

    /// <summary>Who stamped it.</summary>
    public string? Authority { get; private set; }

    /// <summary>Seal or stamp were made for trials.</summary>
    public bool Trial { get; private set; }

    public string? Paper { get; private set; }

    public long PaperSize { get; private set; }

    public string? Xml { get; private set; }

    public long XmlSize { get; private set; }

    public DateTimeOffset? ErasedAt { get; private set; }

    public uint Version { get; private set; }

    private const int LongestTrouble = 300;

    public bool IsReady => Paper is not null;

    public void BeSealed(string paper, string? xml) => (Sealed, SealedXml) = (paper, xml);

    /// <summary>After each failure it rests twice as long, an hour at most.</summary>
    public bool IsDue(DateTimeOffset now) => StampedAt is null && ErasedAt is null && (TriedAt is not { } last || now - last >= TimeSpan.FromMinutes(Math.Min(60, Math.Pow(2, Math.Min(Tries - 1, 10)))));

    public void Fail(string trouble, DateTimeOffset at) =>
        (Tries, Trouble, TriedAt) = (Tries + 1, trouble.Length > LongestTrouble ? trouble[..LongestTrouble] : trouble, at);

    public void BeStamped((string Blob, long Size) paper, (string Blob, long Size)? xml, string authority, bool trial, DateTimeOffset at)
    {
        (Paper, PaperSize, Authority, Trial, StampedAt, Trouble) = (paper.Blob, paper.Size, authority, trial, at, null);
        if (xml is var (blob, size)) (Xml, XmlSize) = (blob, size);
        (Sealed, SealedXml) = (null, null);
    }

    /// <summary>Its content goes with the filing, that it was issued stays.</summary>
    public void Erase(DateTimeOffset at) => (Sealed, SealedXml, Paper, PaperSize, Xml, XmlSize, ErasedAt) = (null, null, null, 0, null, 0, at);
}

/// <summary>By the hash of bytes that somebody holds: which certificate they are, or which one certifies them.</summary>
internal sealed class Fingerprint
{
    /// <summary>SHA-256, 32 bytes.</summary>
    public required byte[] Hash { get; init; }

    public required Guid Office { get; init; }

    public required Guid Certificate { get; init; }

    /// <summary><c>certificate</c>, <c>certificate-xml</c>, <c>filing</c> or <c>filing-paper</c>.</summary>
    public required string Kind { get; init; }

    public const string Paper = "certificate", Xml = "certificate-xml", Filing = "filing", FilingPaper = "filing-paper";
}
