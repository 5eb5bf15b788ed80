using Virtuos.Contracts.Mailroom;
using Virtuos.Kernel.Blobs;
using Virtuos.Kernel.Signatures;

namespace Virtuos.Mailroom;

/// <summary>Verifies the signatures, seals and stamps of what came, on the day it came (§ 4 of decree 259/2012).</summary>
internal sealed class MarkCheck(SignatureChecker checker, IBlobStore blobs, TimeProvider clock)
{
    // Formats that may carry a signature; others are not read whole for nothing.
    private static readonly HashSet<string> signable = ["pdf", "p7m", "xml", "isdoc", "isdocx", "asice", "asics", "zfo", "docx", "xlsx", "pptx", "odt", "ods", "odp", "unknown"];

    public async Task<IReadOnlyList<SecurityMark>> Find(IncomingMessage message, IReadOnlyList<IncomingPart> parts, CancellationToken cancel)
    {
        List<SecurityMark> marks = [];
        foreach (var part in parts.Where(p => signable.Contains(p.Format ?? "")))
            marks.AddRange(await Check(part.Blob, part.Name, part.Format is "p7m" or "unknown" ? [.. parts.Where(p => p != part && p.Blob != part.Blob)] : [], cancel));
        // A data message is signed as a whole by the state's system.
        if (message.Original is { } original && original.Name.EndsWith(".zfo", StringComparison.OrdinalIgnoreCase)) marks.AddRange(await Check(original.Blob, original.Name, [], cancel));
        return marks;
    }

    /// <param name="others">What a signature without its document may be of.</param>
    private async Task<IReadOnlyList<SecurityMark>> Check(string blob, string name, IReadOnlyList<IncomingPart> others, CancellationToken cancel)
    {
        List<(string, Stream)> detached = [];
        try
        {
            foreach (var other in others) detached.Add((other.Name, await Open(other.Blob, cancel)));
            await using var content = await Open(blob, cancel);
            return SecurityMark.Of(await checker.Check(content, name, detached, cancel), blob, name, clock.GetUtcNow());
        }
        finally
        {
            foreach (var (_, stream) in detached) await stream.DisposeAsync();
        }
    }

    private async Task<Stream> Open(string blob, CancellationToken cancel) => await blobs.Open(BlobHash.Parse(blob), cancel) ?? throw new IOException($"The content {blob} is gone.");
}
