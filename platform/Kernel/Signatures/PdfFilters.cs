using System.IO.Compression;

namespace Virtuos.Kernel.Signatures;

/// <summary>Unpacks streams of a PDF: Flate with predictors and hexadecimal. What is unpacked of one file is bounded.</summary>
internal sealed class PdfFilters
{
    private long left = 256L * 1024 * 1024;

    /// <summary>Null for a filter that is not known.</summary>
    /// <exception cref="PdfException">Too much was unpacked.</exception>
    public byte[]? Decode(ReadOnlySpan<byte> raw, PdfDictionary stream, PdfObjects objects)
    {
        var names = objects.Resolve(stream.GetValueOrDefault("Filter")) switch
        {
            PdfName one => [one.Value],
            List<object?> many => many.Select(m => objects.Name(m) ?? "").ToList(),
            _ => [],
        };
        var settings = objects.Resolve(stream.GetValueOrDefault("DecodeParms"));
        var bytes = raw.ToArray();
        for (var i = 0; i < names.Count; i++)
        {
            var own = settings as PdfDictionary ?? (settings is List<object?> list && i < list.Count ? objects.Dictionary(list[i]) : null);
            switch (names[i])
            {
                case "FlateDecode" or "Fl": bytes = Predicted(Inflate(bytes), own, objects); break;
                case "ASCIIHexDecode" or "AHx": bytes = new PdfScanner((byte[])[(byte)'<', .. bytes, (byte)'>'], 0).Value() is PdfText text ? text.Bytes : []; break;
                case "Crypt": break;
                default: return null;
            }
        }
        return bytes;
    }

    private byte[] Inflate(byte[] packed)
    {
        using var kept = new MemoryStream();
        try
        {
            using var stream = new ZLibStream(new MemoryStream(packed), CompressionMode.Decompress);
            var buffer = new byte[81920];
            for (int read; (read = stream.Read(buffer)) > 0;)
            {
                if ((left -= read) < 0) throw new PdfException("The file unpacks to too much.");
                kept.Write(buffer, 0, read);
            }
        }
        catch (InvalidDataException)
        {
            // Readers take what came out before the damage.
        }
        return kept.ToArray();
    }

    private static byte[] Predicted(byte[] bytes, PdfDictionary? settings, PdfObjects objects)
    {
        double Setting(string name, double without) => settings is not null && objects.Resolve(settings.GetValueOrDefault(name)) is double value ? value : without;
        var predictor = Setting("Predictor", 1);
        if (predictor < 10) return bytes;
        var pixel = (int)Math.Clamp(Setting("Colors", 1) * Setting("BitsPerComponent", 8) / 8, 1, 64);
        var width = (int)Math.Clamp(Setting("Columns", 1) * Setting("Colors", 1) * Setting("BitsPerComponent", 8) / 8, 1, 1 << 20);
        var rows = bytes.Length / (width + 1);
        var result = new byte[rows * width];
        for (var row = 0; row < rows; row++)
        {
            var kind = bytes[row * (width + 1)];
            for (var i = 0; i < width; i++)
            {
                int left = i >= pixel ? result[(row * width) + i - pixel] : 0, above = row > 0 ? result[((row - 1) * width) + i] : 0;
                int corner = row > 0 && i >= pixel ? result[((row - 1) * width) + i - pixel] : 0;
                var guess = kind switch { 1 => left, 2 => above, 3 => (left + above) / 2, 4 => Paeth(left, above, corner), _ => 0 };
                result[(row * width) + i] = (byte)(bytes[(row * (width + 1)) + 1 + i] + guess);
            }
        }
        return result;
    }

    private static int Paeth(int left, int above, int corner)
    {
        var (p, q, r) = (Math.Abs(above - corner), Math.Abs(left - corner), Math.Abs(left + above - (2 * corner)));
        return p <= q && p <= r ? left : q <= r ? above : corner;
    }
}
