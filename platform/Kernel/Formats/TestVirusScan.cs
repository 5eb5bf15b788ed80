using System.Buffers;
using System.Text;

namespace Virtuos.Kernel.Formats;

/// <summary>Finds the test file of scanners of viruses (EICAR) anywhere in content, as it is or in base64; needs no scanner.</summary>
internal static class TestVirusScan
{
    private const int Window = 1024 * 1024;
    private const int Overlap = 512;
    private const long MostScanned = 256L * Window;

    private static ReadOnlySpan<byte> Mark => @"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR"u8;

    private static readonly byte[][] encoded = [.. Enumerable.Range(0, 3).Select(Encoded)];

    public static async Task<bool> Finds(Stream content, CancellationToken cancel)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(Window + Overlap);
        try
        {
            for (long position = 0; position < Math.Min(content.Length, MostScanned); position += Window)
            {
                var read = await FormatDetector.ReadAt(content, position, buffer.AsMemory(0, Window + Overlap), cancel);
                if (Finds(buffer.AsSpan(0, read))) return true;
            }
            return false;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    // Base64 is broken into lines anywhere, so it is looked for without them.
    private static bool Finds(Span<byte> bytes)
    {
        if (bytes.IndexOf(Mark) >= 0) return true;
        var kept = 0;
        foreach (var value in bytes)
            if (value is not ((byte)'\r' or (byte)'\n')) bytes[kept++] = value;
        foreach (var form in encoded)
            if (bytes[..kept].IndexOf(form) >= 0) return true;
        return false;
    }

    // What the mark looks like when it begins at this place of a group of three; signs that depend on its neighbours are left out.
    private static byte[] Encoded(int offset)
    {
        var text = Convert.ToBase64String([.. new byte[offset], .. Mark]);
        return Encoding.ASCII.GetBytes(text[(offset == 0 ? 0 : 4)..(text.Length - 4)]);
    }
}
