using System.Buffers.Text;
using System.Text;

namespace Virtuos.Kernel.Signatures;

/// <summary>A signed message in a file of its own: binary, PEM, or plain base64.</summary>
internal static class CmsFile
{
    /// <summary>Null when the file is no signed message.</summary>
    public static CmsMessage? Open(byte[] file)
    {
        if (file.Length < 16) return null;
        if (file[0] == 0x30) return CmsMessage.TryRead(file);
        return Unpacked(file) is { Length: > 16 } inner && inner[0] == 0x30 ? CmsMessage.TryRead(inner) : null;
    }

    private static byte[]? Unpacked(byte[] file)
    {
        var text = file.AsSpan(file.AsSpan().StartsWith("\uFEFF"u8) ? 3 : 0).Trim(" \r\n\t"u8);
        if (text.StartsWith("-----BEGIN "u8))
        {
            var start = text.IndexOf((byte)'\n');
            var end = text.LastIndexOf("-----END "u8);
            if (start < 0 || end < start) return null;
            text = text[start..end];
        }
        else if (!text.StartsWith("MI"u8))
        {
            return null;
        }
        return Base64.IsValid(text) ? Convert.FromBase64String(Encoding.ASCII.GetString(text)) : null;
    }
}
