using System.IO.Compression;
using System.Text;
using System.Text.RegularExpressions;
using Virtuos.Kernel.Mime;

namespace Virtuos.Kernel.Formats;

/// <summary>What was found about a file and everything in it.</summary>
/// <param name="Fault">The worst of it: <see cref="DeepInspection.Sound"/>, or <c>empty</c>, <c>test-virus</c>, <c>program</c>, <c>macros</c>, <c>bomb</c>, <c>encrypted</c>, <c>damaged</c>,
/// <c>active</c>, <c>link</c>, <c>format</c>, <c>disguised</c>, <c>too-large</c>, <c>too-deep</c>.</param>
/// <param name="Place">The file inside in which it was found, as <c>smlouvy.zip/priloha.docm</c>; null when it is the file itself.</param>
public sealed record InspectedFile(DetectedFormat Format, string Fault, string? Place);

/// <summary>
/// Looks at a file by its content and opens what is packed in it, within limits of size, number and depth. Nothing that a file holds can make it
/// throw, hang or take memory without bounds.
/// </summary>
/// <param name="folder">For what is unpacked and too large for memory; nothing is left there.</param>
public sealed partial class DeepInspection(AcceptedFormats accepted, string folder)
{
    public const string Sound = "sound";
    private const int HeldInMemory = 4 * 1024 * 1024, MostOfLinks = 256 * 1024;
    private long unpacked;
    private int files;

    /// <param name="content">Seekable.</param>
    public Task<InspectedFile> Look(Stream content, string name, CancellationToken cancel) => Look(content, name, 0, cancel);

    private async Task<InspectedFile> Look(Stream content, string name, int depth, CancellationToken cancel)
    {
        var format = await FormatDetector.Detect(content, cancel);
        if (await Fault(content, name, format, cancel) is { } fault) return new(format, fault, null);
        if (format.Code is "zip" or "asice" or "asics" or "isdocx" or "docx" or "xlsx" or "pptx" or "odt" or "ods" or "odp" && await Inside(content, format.Code, depth, cancel) is var (inner, place)) return new(format, inner, place);
        if (format.Code == "eml" && await Enclosed(content, depth, cancel) is var (enclosed, where)) return new(format, enclosed, where);
        return accepted.Takes(format.Code) ? new(format, Sound, null) : new(format, format.Fits(name) ? "format" : "disguised", null);
    }

    private async Task<string?> Fault(Stream content, string name, DetectedFormat format, CancellationToken cancel)
    {
        if (format.Code == "empty") return "empty";
        if (format.Traits.HasFlag(FormatTraits.TestVirus) || await TestVirusScan.Finds(content, cancel)) return "test-virus";
        if (format.Traits.HasFlag(FormatTraits.Inflated)) return "bomb";
        if (format.Traits.HasFlag(FormatTraits.Program) && format.Code != "zip") return "program";
        if (format.Traits.HasFlag(FormatTraits.Macros)) return "macros";
        if (format.Traits.HasFlag(FormatTraits.Encrypted)) return "encrypted";
        if (format.Traits.HasFlag(FormatTraits.Damaged)) return "damaged";
        if (format.Traits.HasFlag(FormatTraits.Active)) return "active";
        // A known kind of program needs no content that tells so: a script is plain text.
        return Scripts().IsMatch(name) ? "program" : null;
    }

    private async Task<(string Fault, string Place)?> Inside(Stream content, string code, int depth, CancellationToken cancel)
    {
        var directory = await ZipDirectory.Read(content, cancel);
        var office = code is not ("zip" or "asice" or "asics" or "isdocx");
        foreach (var entry in directory.Entries)
        {
            if (entry.Name.EndsWith('/') || (code is "asice" or "asics" && (entry.Name == "mimetype" || entry.Name.StartsWith("META-INF/", StringComparison.Ordinal)))) continue;
            if (office)
            {
                if (entry.Name.EndsWith(".rels", StringComparison.OrdinalIgnoreCase) && await Links(content, entry, cancel)) return ("link", entry.Name);
                if (!entry.Name.Contains("embeddings/", StringComparison.OrdinalIgnoreCase)) continue;
            }
            if (++files > accepted.ArchiveFiles) return ("bomb", entry.Name);
            if (depth >= accepted.ArchiveDepth) return ("too-deep", entry.Name);
            if (await Entry(content, entry, office, depth, cancel) is { } found) return (found.Fault, found.Place is null ? entry.Name : $"{entry.Name}/{found.Place}");
        }
        return null;
    }

    // What is in an enclosed message is looked at as if it had come by itself; its texts are only texts.
    private async Task<(string Fault, string Place)?> Enclosed(Stream content, int depth, CancellationToken cancel)
    {
        content.Position = 0;
        using var mail = new MailReader(folder).Read(content);
        foreach (var piece in mail.Pieces.Where(p => p.Kind == MailPieceKind.File))
        {
            if (++files > accepted.ArchiveFiles) return ("bomb", piece.Name);
            if (depth >= accepted.ArchiveDepth) return ("too-deep", piece.Name);
            await using var aside = Spool();
            await using (var bytes = piece.Open())
            {
                var packed = new byte[64 * 1024];
                for (int read; (read = await bytes.ReadAsync(packed, cancel)) > 0;)
                {
                    if ((unpacked += read) > (long)accepted.UnpackedMegabytes << 20) return ("bomb", piece.Name);
                    await aside.WriteAsync(packed.AsMemory(0, read), cancel);
                }
            }
            if (aside.Length == 0) continue;
            var found = await Look(aside, piece.Name, depth + 1, cancel);
            if (found.Fault != Sound && !(piece.OfPage && found.Fault is "format" or "disguised")) return (found.Fault, found.Place is null ? piece.Name : $"{piece.Name}/{found.Place}");
        }
        return null;
    }

    private FileStream Spool() => new(Path.Combine(Directory.CreateDirectory(folder).FullName, Guid.CreateVersion7().ToString("N")),
        new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.ReadWrite, Options = FileOptions.DeleteOnClose | FileOptions.Asynchronous });

    private async Task<InspectedFile?> Entry(Stream content, ZipEntry entry, bool office, int depth, CancellationToken cancel)
    {
        await using Stream aside = entry.Unpacked <= HeldInMemory ? new MemoryStream() : Spool();
        switch (await Unpack(content, entry, aside, cancel))
        {
            case null: return new(KnownFormats.Of("unknown"), "damaged", null);
            case false: return new(KnownFormats.Of("unknown"), "bomb", null);
        }
        if (aside.Length == 0) return null;
        var found = await Look(aside, entry.Name, depth + 1, cancel);
        // What an office program keeps inside its files is no file that anybody chose: only what harms counts.
        return found.Fault == Sound || (office && found.Fault is "format" or "disguised" or "empty") ? null : found;
    }

    /// <returns>False when more comes out than may, null when it cannot be unpacked.</returns>
    private async Task<bool?> Unpack(Stream content, ZipEntry entry, Stream into, CancellationToken cancel)
    {
        var local = new byte[30];
        if (entry.Encrypted || entry.Method is not (0 or 8) || await FormatDetector.ReadAt(content, entry.Offset, local, cancel) < local.Length || !local.AsSpan().StartsWith("PK\u0003\u0004"u8)) return null;
        content.Position = entry.Offset + local.Length + BitConverter.ToUInt16(local, 26) + BitConverter.ToUInt16(local, 28);
        var packed = new byte[64 * 1024];
        var left = entry.Method == 0 ? entry.Packed : long.MaxValue;
        try
        {
            await using var inflater = entry.Method == 0 ? null : new DeflateStream(content, CompressionMode.Decompress, leaveOpen: true);
            var source = (Stream?)inflater ?? content;
            for (var limit = (long)accepted.UnpackedMegabytes << 20; left > 0;)
            {
                var read = await source.ReadAsync(packed.AsMemory(0, (int)Math.Min(packed.Length, left)), cancel);
                if (read == 0) break;
                left -= read;
                if ((unpacked += read) > limit || into.Length + read > Math.Max(entry.Unpacked, HeldInMemory)) return false;
                await into.WriteAsync(packed.AsMemory(0, read), cancel);
            }
            return true;
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }

    // A template or an object that is fetched from elsewhere when the document is opened.
    private static async Task<bool> Links(Stream content, ZipEntry entry, CancellationToken cancel) =>
        await ZipDirectory.Content(content, entry, MostOfLinks, cancel) is { } bytes
        && Relation().Matches(Encoding.UTF8.GetString(bytes)).Any(m => m.Value.Contains("TargetMode=\"External\"", StringComparison.OrdinalIgnoreCase) && Fetched().IsMatch(m.Value));

    [GeneratedRegex(@"<(?:\w+:)?Relationship\s[^>]*>", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Relation();

    [GeneratedRegex(@"/(?:attachedTemplate|oleObject|frame|subDocument|externalLinkPath|package)""", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Fetched();

    [GeneratedRegex(@"\.(?:exe|dll|com|scr|bat|cmd|ps1|vbs|vbe|js|jse|wsf|hta|msi|lnk|jar|pif|cpl)\z", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Scripts();
}
