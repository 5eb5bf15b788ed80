using Virtuos.Kernel;
using Virtuos.Kernel.Blobs;
using Virtuos.Kernel.Configuration;
using Virtuos.Kernel.Formats;
using Virtuos.Kernel.Values;
using Virtuos.Services.FormEngine;

namespace Virtuos.Services.Filling;

/// <summary>Decides by content whether the office can take a file, and says in plain words what to do when it cannot.</summary>
internal sealed class FileInspection(IBlobStore blobs, Installation installation)
{
    private const FormatTraits Hostile = FormatTraits.Program | FormatTraits.TestVirus | FormatTraits.Macros | FormatTraits.Inflated;

    public Task<Result<DetectedFormat>> Judge(Question question, string name, StagedBlob staged, CancellationToken cancel) =>
        Judge(question, name, later => blobs.Open(staged.Hash, later), cancel);

    public async Task<Result<DetectedFormat>> Judge(Question question, string name, Func<CancellationToken, Task<Stream?>> open, CancellationToken cancel)
    {
        var format = await Detect(open, cancel);
        Result<DetectedFormat> Refuse(string why) => Refusal.Invalid(question.Id, $"services.file-refused.{why}", ("name", name), ("formats", string.Join(", ", FileFormats.Of(question).Select(f => f.Name.ToUpperInvariant()))));

        if (format.Code == "empty") return Refuse("empty");
        if ((format.Traits & Hostile) != 0) return Refuse("hostile");
        if (format.Traits.HasFlag(FormatTraits.Encrypted)) return Refuse("encrypted");
        if (format.Traits.HasFlag(FormatTraits.Damaged)) return Refuse("damaged");
        if (format.Traits.HasFlag(FormatTraits.Active)) return Refuse("active");
        return FileFormats.Of(question).Any(f => f.Name == format.Code) ? format : Refuse(format.Fits(name) ? "format" : "disguised");
    }

    /// <summary>The last part of a path, without signs that deceive, at most 150 characters with its extension.</summary>
    public static string CleanName(string? name)
    {
        var clean = SafeText.Clean(name, int.MaxValue).Text;
        clean = clean[(clean.LastIndexOfAny(['/', '\\']) + 1)..].Trim(' ', '.', '"');
        if (clean.Length == 0) return "soubor";
        var extension = Path.GetExtension(clean);
        return clean.Length <= 150 ? clean : clean[..(150 - Math.Min(extension.Length, 12))] + extension[..Math.Min(extension.Length, 12)];
    }

    private async Task<DetectedFormat> Detect(Func<CancellationToken, Task<Stream?>> open, CancellationToken cancel)
    {
        await using var content = await open(cancel) ?? throw new IOException("A blob that was just stored is gone.");
        if (content.CanSeek) return await FormatDetector.Detect(content, cancel);
        // An object store gives no seeking; the copy never leaves the disk and goes with its handle.
        var folder = Directory.CreateDirectory(Path.Combine(installation.Var, "spool")).FullName;
        await using var copy = new FileStream(Path.Combine(folder, Guid.CreateVersion7().ToString("N")), new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.ReadWrite, Options = FileOptions.DeleteOnClose | FileOptions.Asynchronous });
        await content.CopyToAsync(copy, cancel);
        return await FormatDetector.Detect(copy, cancel);
    }
}
