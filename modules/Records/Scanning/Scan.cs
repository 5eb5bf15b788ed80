using Virtuos.Contracts.Services;
using Virtuos.Kernel.Database;

namespace Virtuos.Records;

/// <summary>A scanned paper on the desk, before a person confirms what was read from it.</summary>
internal sealed class Scan : IOfficeOwned, ILedgered
{
    /// <summary>How long it waits for a person.</summary>
    public static readonly TimeSpan Life = TimeSpan.FromDays(7);

    public Guid Office { get; set; }

    public Guid Id { get; init; } = Guid.CreateVersion7();

    public required string Blob { get; init; }

    public required string Name { get; init; }

    public required string MimeType { get; init; }

    /// <summary>In bytes.</summary>
    public required long Size { get; init; }

    /// <summary>The code of the form, as it stands on the paper; null where none was found.</summary>
    public string? Code { get; set; }

    public required DateTimeOffset UploadedAt { get; init; }

    public required Guid UploadedBy { get; init; }

    /// <summary>What it was registered as.</summary>
    public Guid? Document { get; set; }

    public FiledPart Part => new(Blob, Name, MimeType, Size);
}
