using System.IO.Compression;
using System.Security.Cryptography;
using Virtuos.Kernel;
using Virtuos.Kernel.Blobs;
using Virtuos.Kernel.Calendar;
using Virtuos.Records.Packages;

namespace Virtuos.Records;

/// <summary>
/// Makes the package (SIP) of a closed file, or of the volume in which it lies, as a ZIP (national standard, annex 2; requirements 9.2.5 to
/// 9.2.12). Whose right it is and what is noted is for those who ask. The same state at the same moment gives the same bytes.
/// </summary>
internal sealed class PackageMaker(PackageComposer composer, ObjectLogs logs, IBlobStore blobs)
{
    private const int Window = 128 * 1024;

    /// <param name="target">Can seek; what was written is cut off again when nothing comes of it.</param>
    /// <param name="assessment">How the archive chose it; only what is handed over tells, and must.</param>
    public async Task<Result<MadePackage>> MakeAsync(Guid file, PackageKind kind, Stream target, CancellationToken cancel, Assessment? assessment = null)
    {
        var composed = await composer.Compose(file, kind, kind == PackageKind.HandOver ? assessment : null, alive: false, cancel);
        if (!composed.Succeeded) return composed.As<MadePackage>();
        var facts = composed.Value;
        var drawn = await logs.Draw(facts.Office.Id, [.. facts.Entities.Select(e => e.Thing)], cancel);
        var start = target.Position;
        var done = false;
        try
        {
            var refusal = await Fill(target, facts, drawn, cancel);
            if (refusal is not null) return refusal;
            done = true;
            return facts.Made;
        }
        finally
        {
            if (!done)
            {
                target.SetLength(start);
                target.Position = start;
            }
        }
    }

    private async Task<Refusal?> Fill(Stream target, PackageFacts facts, DrawnLogs drawn, CancellationToken cancel)
    {
        await using var zip = await ZipArchive.CreateAsync(target, ZipArchiveMode.Create, leaveOpen: true, entryNameEncoding: null, cancel);
        await using (var mets = await Enter(zip, facts, MetsReader.FileName).OpenAsync(cancel)) PackageXml.Write(mets, facts, drawn);
        if (facts.Kind == PackageKind.Metadata) return null;
        var named = facts.Bases.SelectMany(b => b.Files).SelectMany(f => f.Documents).SelectMany(d => d.Components.Select(c => (c.Component, d.Document))).ToDictionary(c => c.Component.Id);
        foreach (var component in facts.Components)
        {
            await using var entry = await Enter(zip, facts, component.Path).OpenAsync(cancel);
            if (await Copy(component, entry, cancel)) continue;
            var (part, document) = named[component.Id];
            return Refusal.Conflict("records.making.changed", ("name", part.Name), ("document", document.ReferenceNumber));
        }
        return null;
    }

    // The base library would write the hour at which it runs.
    private static ZipArchiveEntry Enter(ZipArchive zip, PackageFacts facts, string path)
    {
        var entry = zip.CreateEntry($"{facts.Name}/{path}", CompressionLevel.Fastest);
        entry.LastWriteTime = Prague.Local(facts.At);
        return entry;
    }

    /// <summary>Copies the bytes and tells whether they are still those that were recorded.</summary>
    private async Task<bool> Copy(MadeComponent component, Stream to, CancellationToken cancel)
    {
        if (await blobs.Open(BlobHash.FromBytes(Convert.FromHexString(component.Sha256)), cancel) is not { } from) return false;
        await using var content = from;
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var (buffer, size) = (new byte[Window], 0L);
        for (int read; (read = await content.ReadAsync(buffer, cancel)) > 0; size += read)
        {
            hash.AppendData(buffer, 0, read);
            await to.WriteAsync(buffer.AsMemory(0, read), cancel);
        }
        return size == component.Size && Convert.ToHexStringLower(hash.GetHashAndReset()) == component.Sha256;
    }
}
