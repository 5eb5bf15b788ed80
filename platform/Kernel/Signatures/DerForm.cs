using System.Formats.Asn1;

namespace Virtuos.Kernel.Signatures;

/// <summary>Rewrites BER in DER lengths: definite everywhere, sets in order. Values inside are left as they are.</summary>
internal static class DerForm
{
    private const int Deepest = 32;

    public static ReadOnlyMemory<byte> Of(ReadOnlyMemory<byte> encoded)
    {
        try
        {
            var writer = new AsnWriter(AsnEncodingRules.DER);
            Copy(new AsnReader(encoded, AsnEncodingRules.BER), writer, 0);
            return writer.Encode();
        }
        catch (Exception e) when (e is AsnContentException or ArgumentException or InvalidOperationException)
        {
            return encoded;
        }
    }

    private static void Copy(AsnReader reader, AsnWriter writer, int depth)
    {
        if (depth > Deepest) throw new AsnContentException("Too deep.");
        var tag = reader.PeekTag();
        if (!tag.IsConstructed)
            writer.WriteEncodedValue(Definite(reader.ReadEncodedValue(), tag).Span);
        else if (tag.HasSameClassAndValue(Asn1Tag.PrimitiveOctetString))
            writer.WriteOctetString(reader.ReadOctetString());
        else if (tag.HasSameClassAndValue(Asn1Tag.SetOf))
            Inside(reader.ReadSetOf(skipSortOrderValidation: true, tag), writer, writer.PushSetOf(tag), depth);
        else
            Inside(reader.ReadSequence(tag), writer, writer.PushSequence(tag), depth);
    }

    private static void Inside(AsnReader inner, AsnWriter writer, AsnWriter.Scope scope, int depth)
    {
        using (scope)
            while (inner.HasData)
                Copy(inner, writer, depth + 1);
    }

    // A length written in more bytes than it needs.
    private static ReadOnlyMemory<byte> Definite(ReadOnlyMemory<byte> encoded, Asn1Tag tag)
    {
        AsnDecoder.ReadEncodedValue(encoded.Span, AsnEncodingRules.BER, out var start, out var length, out _);
        if (tag.TagValue > 30) return encoded;
        byte[] head = length < 128 ? [encoded.Span[0], (byte)length]
            : length < 256 ? [encoded.Span[0], 0x81, (byte)length]
            : length < 65536 ? [encoded.Span[0], 0x82, (byte)(length >> 8), (byte)length]
            : length < 1 << 24 ? [encoded.Span[0], 0x83, (byte)(length >> 16), (byte)(length >> 8), (byte)length]
            : [encoded.Span[0], 0x84, (byte)(length >> 24), (byte)(length >> 16), (byte)(length >> 8), (byte)length];
        return start == head.Length ? encoded : (byte[])[.. head, .. encoded.Span.Slice(start, length)];
    }
}
