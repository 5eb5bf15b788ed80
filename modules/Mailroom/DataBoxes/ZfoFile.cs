using System.Formats.Asn1;
using System.Security.Cryptography;

namespace Virtuos.Mailroom;

/// <summary>It is not built as a signed message of the state's system is.</summary>
internal sealed class ZfoUnreadableException(string reason, Exception? cause = null) : Exception(reason, cause);

/// <summary>
/// A signed message of the state's system (ZFO: CMS SignedData with the XML inside) read as it passes, so that its size does not matter:
/// the XML goes out, the signature over it is judged at the end.
/// </summary>
internal static class ZfoFile
{
    private const int Block = 64 * 1024, LargestTail = 16 * 1024 * 1024;
    private const string SignedData = "1.2.840.113549.1.7.2";

    /// <param name="content">Gets the XML.</param>
    /// <returns>True when the signature covers it.</returns>
    /// <exception cref="ZfoUnreadableException">It is no signed message.</exception>
    public static bool Unpack(Stream zfo, Stream content)
    {
        using var buffered = new BufferedStream(zfo, Block);
        var ber = new Ber(buffered);
        Dictionary<string, IncrementalHash> hashes = [];
        try
        {
            ber.Expect(0x30);
            if (Oid(ber.Whole(0x06)) != SignedData) throw new ZfoUnreadableException("It is no signed message.");
            ber.Expect(0xA0);
            ber.Expect(0x30);
            ber.Whole(0x02);
            for (var algorithms = new AsnReader(ber.Whole(0x31), AsnEncodingRules.BER).ReadSetOf(skipSortOrderValidation: true); algorithms.HasData;)
            {
                var algorithm = algorithms.ReadSequence().ReadObjectIdentifier();
                if (ZfoSeal.Name(algorithm) is { } name) hashes[algorithm] = IncrementalHash.CreateHash(name);
            }
            var open = ber.Expect(0x30) is null ? 1 : 0;
            ber.Whole(0x06);
            if (ber.Expect(0xA0) is null) open++;
            ber.Octets((block, count) =>
            {
                content.Write(block, 0, count);
                foreach (var hash in hashes.Values) hash.AppendData(block, 0, count);
            });
            for (; open > 0; open--) ber.End();
            return ZfoSeal.Holds(ber.Rest(LargestTail), algorithm => hashes.TryGetValue(algorithm, out var hash) ? hash.GetCurrentHash() : null);
        }
        catch (Exception e) when (e is AsnContentException or EndOfStreamException or CryptographicException)
        {
            throw new ZfoUnreadableException($"It is no signed message: {e.Message}", e);
        }
        finally
        {
            foreach (var hash in hashes.Values) hash.Dispose();
        }
    }

    private static string Oid(byte[] encoded) => AsnDecoder.ReadObjectIdentifier(encoded, AsnEncodingRules.BER, out _);

    /// <summary>Reads BER from a stream, whose lengths may be said only at the end.</summary>
    private sealed class Ber(Stream stream)
    {
        private const int LongestSmall = 64 * 1024;

        /// <returns>The length, or null when an end mark follows.</returns>
        public long? Expect(int tag)
        {
            var (found, length, _) = Head();
            return found == tag ? length : throw new ZfoUnreadableException($"There is {found:X2} where {tag:X2} should be.");
        }

        /// <summary>A small value of a known length, with its head.</summary>
        public byte[] Whole(int tag)
        {
            var (found, length, head) = Head();
            if (found != tag || length is not { } known || known > LongestSmall) throw new ZfoUnreadableException($"There is {found:X2} where {tag:X2} should be.");
            var whole = new byte[head.Length + known];
            head.CopyTo(whole, 0);
            stream.ReadExactly(whole, head.Length, (int)known);
            return whole;
        }

        /// <summary>An octet string, whole or in pieces.</summary>
        public void Octets(Action<byte[], int> take)
        {
            var (tag, length, _) = Head();
            if (tag == 0x04 && length is { } whole) { Copy(whole, take); return; }
            if (tag != 0x24) throw new ZfoUnreadableException("There is no content inside.");
            for (long done = 0; length is null || done < length;)
            {
                var (piece, size, head) = Head();
                if (piece == 0 && size == 0 && length is null) return;
                if (piece != 0x04 || size is not { } known) throw new ZfoUnreadableException("The content is in pieces of pieces.");
                Copy(known, take);
                done += head.Length + known;
            }
        }

        public void End()
        {
            if (Head() is not (0, 0, _)) throw new ZfoUnreadableException("The content has no end.");
        }

        public byte[] Rest(int most)
        {
            using var rest = new MemoryStream();
            var block = new byte[Block];
            for (int read; (read = stream.Read(block)) > 0;)
            {
                if (rest.Length + read > most) throw new ZfoUnreadableException("What follows the content is too long.");
                rest.Write(block, 0, read);
            }
            return rest.ToArray();
        }

        private void Copy(long length, Action<byte[], int> take)
        {
            var block = new byte[Block];
            while (length > 0)
            {
                var read = stream.Read(block, 0, (int)Math.Min(block.Length, length));
                if (read == 0) throw new EndOfStreamException();
                take(block, read);
                length -= read;
            }
        }

        private (int Tag, long? Length, byte[] Head) Head()
        {
            var (tag, first) = (One(), One());
            if (first < 0x80) return (tag, first, [(byte)tag, (byte)first]);
            if (first == 0x80) return (tag, null, [(byte)tag, 0x80]);
            var count = first & 0x7F;
            if (count > 7) throw new ZfoUnreadableException("A length is too long.");
            var head = new byte[2 + count];
            (head[0], head[1]) = ((byte)tag, (byte)first);
            var length = 0L;
            for (var i = 0; i < count; i++) length = (length << 8) | (head[2 + i] = (byte)One());
            return (tag, length, head);
        }

        private int One() => stream.ReadByte() is >= 0 and var b ? b : throw new EndOfStreamException();
    }
}
