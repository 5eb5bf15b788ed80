using Virtuos.Kernel.Blobs;
using Virtuos.Kernel.Calendar;
using Virtuos.Kernel.Configuration;
using Virtuos.Kernel.Formats;

namespace Virtuos.Mailroom;

/// <param name="Finding"><see cref="PartCheck.Sound"/> or a code of <c>mailroom.finding.*</c>.</param>
/// <param name="Place">Where inside it was found.</param>
internal sealed record PartVerdict(string Format, string Finding, string? Place);

/// <summary>Looks at one file of a message by its content, within the limits that the public page of the filing room tells.</summary>
internal sealed class PartCheck(IBlobStore blobs, Installation installation, TimeProvider clock)
{
    public const string Sound = DeepInspection.Sound;

    private string Folder => Path.Combine(installation.Var, "spool");

    public async Task<PartVerdict> Look(string blob, string name, long size, CancellationToken cancel)
    {
        var accepted = AcceptedFormats.On(Prague.Day(clock.GetUtcNow()));
        if (size > (long)accepted.PartMegabytes << 20) return new("unknown", "too-large", null);
        await using var content = await Open(blob, cancel);
        var found = await new DeepInspection(accepted, Folder).Look(content, name, cancel);
        return new(found.Format.Code, found.Fault, found.Place);
    }

    /// <summary>Stored content in which one can seek.</summary>
    public async Task<Stream> Open(string blob, CancellationToken cancel)
    {
        var content = await blobs.Open(BlobHash.Parse(blob), cancel) ?? throw new IOException($"The content {blob} is gone.");
        if (content.CanSeek) return content;
        await using (content)
        {
            var copy = Spool();
            await content.CopyToAsync(copy, cancel);
            return copy;
        }
    }

    /// <summary>A file that never leaves the disk and goes with its handle.</summary>
    public FileStream Spool() => new(Path.Combine(Directory.CreateDirectory(Folder).FullName, Guid.CreateVersion7().ToString("N")),
        new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.ReadWrite, Options = FileOptions.DeleteOnClose | FileOptions.Asynchronous });
}
