using System.Numerics;

namespace Virtuos.Records.Packages;

/// <summary>A number for each element of a document that depends on everything in it but identifiers inside the file; equal contents have equal numbers. Made in one walk from the end.</summary>
internal static class Fingerprints
{
    private const ulong Factor = 0x9E3779B97F4A7C15;

    public static UInt128[] Of(XmlTree tree)
    {
        var prints = new UInt128[tree.Count];
        for (var index = tree.Count - 1; index >= 0; index--)
        {
            var element = tree[index];
            var print = Mix(Mix(1, element.Name), element.Text?.Trim() ?? "");
            foreach (var attribute in tree.Attributes(index))
                if (attribute.Name is not ("ID" or "vztah_k" or "xsi:schemaLocation")) print += Mix(Mix(2, attribute.Name), attribute.Value.Trim());
            for (var child = index + 1; child < element.End; child = tree[child].End) print = Mix(print, prints[child]);
            prints[index] = print;
        }
        return prints;
    }

    private static UInt128 Mix(UInt128 print, string text) => Mix(print, new UInt128(Half(text, 17), Half(text, 23)));

    private static UInt128 Mix(UInt128 print, UInt128 more)
    {
        var (high, low) = ((ulong)(print >> 64), (ulong)print);
        high = BitOperations.RotateLeft((high ^ (ulong)(more >> 64)) * Factor, 31) + low;
        low = BitOperations.RotateLeft((low ^ (ulong)more) * Factor, 29) ^ high;
        return new(high, low);
    }

    private static ulong Half(string text, int rotation)
    {
        var half = (ulong)text.Length * Factor;
        foreach (var letter in text) half = BitOperations.RotateLeft(half ^ letter, rotation) * Factor;
        return half;
    }
}
