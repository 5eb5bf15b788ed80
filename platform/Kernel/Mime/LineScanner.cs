namespace Virtuos.Kernel.Mime;

/// <summary>Lines of a stretch of a seekable stream with their places; a line ends with LF or CR LF, a CR alone stays in its line.</summary>
internal sealed class LineScanner(Stream source, long start, long end)
{
    // A longer line comes in pieces, of which only the first is Whole.
    private const int Longest = 64 * 1024;
    private readonly byte[] buffer = new byte[2 * Longest];
    private long place = start;
    private int from, to, length, ending;
    private bool broken;

    /// <summary>Place of the first byte of the line.</summary>
    public long Start { get; private set; }

    /// <summary>Place behind its last byte without the line end.</summary>
    public long ContentEnd => Start + length;

    /// <summary>Place behind the line end.</summary>
    public long End => ContentEnd + ending;

    /// <summary>False for the further pieces of a line that is too long.</summary>
    public bool Whole { get; private set; }

    /// <summary>Without its end; valid until the next call.</summary>
    public ReadOnlySpan<byte> Line => buffer.AsSpan(from, length);

    public long Limit => end;

    /// <summary>Goes on from the given place, which begins a line.</summary>
    public void GoTo(long where)
    {
        (place, from, to, length, ending, broken) = (where, 0, 0, 0, 0, false);
        Start = where;
    }

    public bool Next()
    {
        from += length + ending;
        Start = place;
        Whole = !broken;
        var feed = Find();
        if (feed < 0 && to == from)
        {
            (length, ending) = (0, 0);
            return false;
        }
        if (feed < 0)
        {
            // Either the last line, or one that is longer than what is held.
            (length, ending) = (Math.Min(to - from, Longest), 0);
            broken = Start + length < end;
        }
        else
        {
            broken = false;
            (length, ending) = feed > from && buffer[feed - 1] == '\r' ? (feed - 1 - from, 2) : (feed - from, 1);
        }
        place = End;
        return true;
    }

    // The place of the next LF in the buffer, filled as far as needed; -1 when there is none within the longest line.
    private int Find()
    {
        var searched = from;
        while (true)
        {
            var found = buffer.AsSpan(searched, to - searched).IndexOf((byte)'\n');
            if (found >= 0) return searched + found;
            searched = to;
            if (to - from > Longest || !Fill(ref searched)) return -1;
        }
    }

    private bool Fill(ref int searched)
    {
        if (from > 0)
        {
            buffer.AsSpan(from, to - from).CopyTo(buffer);
            (searched, to, from) = (searched - from, to - from, 0);
        }
        var at = place + (to - from);
        var wanted = (int)Math.Min(buffer.Length - to, end - at);
        if (wanted <= 0) return false;
        source.Position = at;
        var read = source.Read(buffer, to, wanted);
        to += read;
        return read > 0;
    }
}
