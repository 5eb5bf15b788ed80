namespace Virtuos.Kernel.Mime;

/// <summary>Tells base64 that nobody announced from text.</summary>
internal static class Base64Text
{
    private const int Enough = 64 * 1024;

    /// <summary>Nothing but digits of base64 in lines, and no words; looks at the beginning only.</summary>
    public static bool Looks(Stream text)
    {
        var buffer = new byte[Enough];
        var length = text.ReadAtLeast(buffer, Enough, throwOnEndOfStream: false);
        var (digits, others, mixed) = (0, 0, 0);
        foreach (var b in buffer.AsSpan(0, length))
        {
            if (char.IsAsciiLetterOrDigit((char)b) || b is (byte)'+' or (byte)'/' or (byte)'=')
            {
                digits++;
                if (char.IsAsciiDigit((char)b) || char.IsAsciiLetterUpper((char)b)) mixed++;
            }
            else if (b is not ((byte)'\r' or (byte)'\n' or (byte)'\t')) others++;
        }
        return others == 0 && digits >= 24 && mixed * 4 > digits;
    }
}
