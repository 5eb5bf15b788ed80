using System.Security.Cryptography.X509Certificates;

namespace Virtuos.Kernel.Signatures;

/// <summary>What a reader of a format found of one signature; <see cref="CheckContext.Conclude"/> makes the verdict of it.</summary>
internal sealed record SignatureFacts
{
    public required string Format { get; init; }

    /// <summary>The level that its attributes reach; see <see cref="CheckContext.CoversRevocation"/> for LT.</summary>
    public string? Level { get; init; }

    /// <summary>Null when the signed data are missing.</summary>
    public required bool? DataIntact { get; init; }

    /// <summary>The signature value agrees with the key of the certificate; null when it could not be tried.</summary>
    public required bool? SignatureHolds { get; init; }

    /// <summary>The structure is not what the standard allows, so nothing it says counts.</summary>
    public bool FormatBroken { get; init; }

    public X509Certificate2? Certificate { get; init; }

    public DateTimeOffset? SignedAt { get; init; }

    public IReadOnlyList<StampVerdict> Stamps { get; init; } = [];

    /// <summary>Document stamps that cover this signature too: they prove its time, but are listed of the document.</summary>
    public IReadOnlyList<StampVerdict> CoveringStamps { get; init; } = [];

    /// <summary>Certificates, revocation lists and answers that came with the signature.</summary>
    public required Evidence Evidence { get; init; }

    /// <summary>What was done to the document behind what the signature covers.</summary>
    public LaterChange Change { get; init; }

    public IReadOnlyList<string> Covers { get; init; } = [];

    /// <summary>Overrides the text of the reason where the reader knows more.</summary>
    public string? Reason { get; init; }
}
