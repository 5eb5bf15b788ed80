using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Virtuos.Kernel.Seeding;

/// <summary>Dice that fall the same way for the same key, on every machine; of no use for secrets.</summary>
public sealed class SeedDice(string key)
{
    private ulong state = BinaryPrimitives.ReadUInt64BigEndian(SHA256.HashData(Encoding.UTF8.GetBytes(key)));

    public int Below(int limit) => (int)((UInt128)Next() * (ulong)limit >> 64);

    public int Between(int least, int most) => least + Below(most - least + 1);

    /// <summary>From 0 to just under 1.</summary>
    public double Share() => (Next() >> 11) / (double)(1UL << 53);

    public bool Chance(double share) => Share() < share;

    public T Pick<T>(IReadOnlyList<T> from) => from[Below(from.Count)];

    /// <summary>The first ones often, the last ones hardly ever, as words are used in a language.</summary>
    public T PickUneven<T>(IReadOnlyList<T> from) => from[(int)(Math.Pow(from.Count + 1, Share()) - 1)];

    /// <summary>A UUIDv7 of that moment.</summary>
    public Guid Id(DateTimeOffset at)
    {
        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteInt64BigEndian(bytes, at.ToUnixTimeMilliseconds() << 16 | (long)(Next() >> 48));
        BinaryPrimitives.WriteUInt64BigEndian(bytes[8..], Next());
        bytes[6] = (byte)((bytes[6] & 0x0F) | 0x70);
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
        return new(bytes, bigEndian: true);
    }

    // SplitMix64.
    private ulong Next()
    {
        var z = state += 0x9E3779B97F4A7C15;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
