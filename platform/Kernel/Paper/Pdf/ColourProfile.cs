using System.Buffers.Binary;
using System.Text;

namespace Virtuos.Kernel.Paper.Pdf;

/// <summary>The sRGB profile (ICC version 2) that gives the colours of a paper their meaning.</summary>
internal static class ColourProfile
{
    private const int CurvePoints = 1024;

    public static readonly byte[] Bytes = Build();

    private static byte[] Build()
    {
        var curve = Curve();
        (string Name, byte[] Data)[] tags =
        [
            ("desc", Description("sRGB IEC61966-2.1")),
            ("cprt", Text("No copyright, use freely")),
            ("wtpt", Point(0.9642, 1.0, 0.8249)),
            ("rXYZ", Point(0.43607, 0.22249, 0.01392)),
            ("gXYZ", Point(0.38515, 0.71687, 0.09708)),
            ("bXYZ", Point(0.14307, 0.06061, 0.71410)),
            ("rTRC", curve),
            ("gTRC", curve),
            ("bTRC", curve),
        ];
        var body = new MemoryStream();
        var start = 128 + 4 + 12 * tags.Length;
        var table = new byte[4 + 12 * tags.Length];
        BinaryPrimitives.WriteInt32BigEndian(table, tags.Length);
        var places = new Dictionary<byte[], int>();
        for (var i = 0; i < tags.Length; i++)
        {
            if (!places.TryGetValue(tags[i].Data, out var place))
            {
                place = places[tags[i].Data] = start + (int)body.Position;
                body.Write(tags[i].Data);
                while (body.Position % 4 != 0)
                    body.WriteByte(0);
            }
            Encoding.ASCII.GetBytes(tags[i].Name, table.AsSpan(4 + 12 * i));
            BinaryPrimitives.WriteInt32BigEndian(table.AsSpan(8 + 12 * i), place);
            BinaryPrimitives.WriteInt32BigEndian(table.AsSpan(12 + 12 * i), tags[i].Data.Length);
        }
        return [.. Header(start + (int)body.Length), .. table, .. body.ToArray()];
    }

    private static byte[] Header(int size)
    {
        var header = new byte[128];
        BinaryPrimitives.WriteInt32BigEndian(header, size);
        BinaryPrimitives.WriteUInt32BigEndian(header.AsSpan(8), 0x02100000);
        Encoding.ASCII.GetBytes("mntrRGB XYZ ", header.AsSpan(12));
        ushort[] date = [2000, 1, 1, 0, 0, 0];
        for (var i = 0; i < date.Length; i++)
            BinaryPrimitives.WriteUInt16BigEndian(header.AsSpan(24 + 2 * i), date[i]);
        Encoding.ASCII.GetBytes("acsp", header.AsSpan(36));
        Point(0.9642, 1.0, 0.8249).AsSpan(8).CopyTo(header.AsSpan(68));
        return header;
    }

    private static byte[] Point(double x, double y, double z)
    {
        var point = new byte[20];
        Encoding.ASCII.GetBytes("XYZ ", point);
        BinaryPrimitives.WriteInt32BigEndian(point.AsSpan(8), Fixed(x));
        BinaryPrimitives.WriteInt32BigEndian(point.AsSpan(12), Fixed(y));
        BinaryPrimitives.WriteInt32BigEndian(point.AsSpan(16), Fixed(z));
        return point;

        static int Fixed(double value) => (int)Math.Round(value * 65536);
    }

    private static byte[] Curve()
    {
        var curve = new byte[12 + 2 * CurvePoints];
        Encoding.ASCII.GetBytes("curv", curve);
        BinaryPrimitives.WriteInt32BigEndian(curve.AsSpan(8), CurvePoints);
        for (var i = 0; i < CurvePoints; i++)
        {
            var value = i / (CurvePoints - 1.0);
            var linear = value <= 0.04045 ? value / 12.92 : Math.Pow((value + 0.055) / 1.055, 2.4);
            BinaryPrimitives.WriteUInt16BigEndian(curve.AsSpan(12 + 2 * i), (ushort)Math.Round(linear * 65535));
        }
        return curve;
    }

    private static byte[] Text(string text) => [.. "text\0\0\0\0"u8, .. Encoding.ASCII.GetBytes(text), 0];

    private static byte[] Description(string text)
    {
        // ASCII part, then empty Unicode and Macintosh parts of fixed length.
        var description = new byte[12 + text.Length + 1 + 8 + 3 + 67];
        Encoding.ASCII.GetBytes("desc", description);
        BinaryPrimitives.WriteInt32BigEndian(description.AsSpan(8), text.Length + 1);
        Encoding.ASCII.GetBytes(text, description.AsSpan(12));
        return description;
    }
}
