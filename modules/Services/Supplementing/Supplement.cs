using Virtuos.Contracts.Services;
using Virtuos.Kernel.Database;

namespace Virtuos.Services.Supplementing;

/// <summary>The answer to a call to complete (§ 37 (3) and § 45 (2) of act 500/2004); one a call, never changed.</summary>
internal sealed class Supplement : IOfficeOwned, ILedgered
{
    public Guid Office { get; set; }

    public Guid Id { get; init; } = Guid.CreateVersion7();

    public required Guid Submission { get; init; }

    public required Guid Call { get; init; }

    /// <summary>What was answered, as the JSON text whose hash the paper says.</summary>
    public required string Answer { get; set; }

    /// <summary><c>sha256:…</c> of <see cref="Answer"/> in UTF-8.</summary>
    public required string Hash { get; init; }

    public required IReadOnlyList<FiledPart> Files { get; set; }

    /// <summary>The answer as PDF/A.</summary>
    public required string Paper { get; init; }

    public required long PaperSize { get; init; }

    public required DateTimeOffset FiledAt { get; init; }

    /// <summary>When its content went in a disposal procedure.</summary>
    public DateTimeOffset? ErasedAt { get; private set; }

    public void Erase(DateTimeOffset at) => (Answer, Files, ErasedAt) = ("", [], at);
}

/// <summary>A file put to an answer that is not sent yet.</summary>
internal sealed class SupplementFile : IOfficeOwned
{
    public Guid Office { get; set; }

    public Guid Id { get; init; } = Guid.CreateVersion7();

    public required Guid Call { get; init; }

    /// <summary>The question it belongs to; <see cref="Free"/> for the rest.</summary>
    public required string Field { get; init; }

    public required string Name { get; init; }

    public required string MimeType { get; init; }

    public required long Size { get; init; }

    public required string Blob { get; init; }

    public required DateTimeOffset At { get; init; }

    public const string Free = "prilohy";
}
