using System.Buffers;

namespace Virtuos.Kernel.Formats;

/// <summary>Tells the format of a file by its content; names and declared types are never believed.</summary>
public static class FormatDetector
{
    private const int HeadSize = 64 * 1024;
    private const int TailSize = 4 * 1024;
    private static ReadOnlySpan<byte> TestVirus => @"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR"u8;

    /// <summary>
    /// Reads the beginning, and of PDF, ZIP and OLE as much of the rest as is needed, within fixed bounds of time and memory. The stream
    /// must be seekable; its position afterwards is not defined. Bad content never throws: it is damaged or unknown.
    /// </summary>
    public static async Task<DetectedFormat> Detect(Stream content, CancellationToken cancel)
    {
        if (!content.CanSeek)
            throw new ArgumentException("Only a stream that can seek can be inspected.", nameof(content));
        var head = ArrayPool<byte>.Shared.Rent(HeadSize);
        var tail = ArrayPool<byte>.Shared.Rent(TailSize);
        try
        {
            var length = await ReadAt(content, 0, head.AsMemory(0, HeadSize), cancel);
            if (length == 0)
                return KnownFormats.Of("empty");
            if (head.AsSpan(0, length).IndexOf(TestVirus) >= 0)
                return KnownFormats.Of("eicar");
            switch (Signatures.Match(head.AsSpan(0, length)))
            {
                case "zip":
                    return await ZipInspection.Inspect(content, cancel);
                case "ole":
                    return await OleInspection.Inspect(content, cancel);
                case "pdf":
                    return await PdfInspection.Inspect(content, cancel);
                case "rtf":
                    var embeds = head.AsSpan(0, length).IndexOf(@"\objdata"u8) >= 0;
                    return KnownFormats.Of("rtf") with { Traits = embeds ? FormatTraits.Embedded : FormatTraits.None };
                case { } code:
                    return KnownFormats.Of(code);
            }
            var rest = content.Length > length ? await ReadAt(content, Math.Max(length, content.Length - TailSize), tail.AsMemory(0, TailSize), cancel) : 0;
            return TextInspection.Inspect(head.AsSpan(0, length), tail.AsSpan(0, rest));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(head);
            ArrayPool<byte>.Shared.Return(tail);
        }
    }

    /// <summary>Reads until the buffer is full or the stream ends; 0 for a position outside of it.</summary>
    internal static async Task<int> ReadAt(Stream content, long position, Memory<byte> buffer, CancellationToken cancel)
    {
        if (position < 0 || position >= content.Length)
            return 0;
        content.Position = position;
        return await content.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancel);
    }
}
