using System.Globalization;
using System.Text;

namespace Virtuos.Testing.PdfA;

/// <summary>Reads values of the PDF grammar (ISO 32000-1, 7.2 and 7.3) one after another.</summary>
public sealed class PdfLexer(byte[] bytes, int start = 0)
{
    private const int DeepestNesting = 60;
    private int depth;

    public int At { get; set; } = start;

    public bool AtEnd
    {
        get
        {
            SkipBlanks();
            return At >= bytes.Length;
        }
    }

    /// <summary>The next value; keywords such as <c>obj</c> or operators come as <see cref="PdfKeyword"/>.</summary>
    public PdfValue Read(bool references = true)
    {
        SkipBlanks();
        if (At >= bytes.Length)
            throw new PdfBrokenException("The data end too early", At);
        if (++depth > DeepestNesting)
            throw new PdfBrokenException("Values are nested too deep", At);
        try
        {
            return bytes[At] switch
            {
                (byte)'/' => ReadName(),
                (byte)'(' => ReadText(),
                (byte)'<' when Peek(1) == '<' => ReadDictionary(references),
                (byte)'<' => ReadHexadecimal(),
                (byte)'[' => ReadArray(references),
                (byte)'+' or (byte)'-' or (byte)'.' or (>= (byte)'0' and <= (byte)'9') => ReadNumber(references),
                _ => ReadKeyword(),
            };
        }
        finally
        {
            depth--;
        }
    }

    public void SkipBlanks()
    {
        while (At < bytes.Length)
        {
            if (bytes[At] == '%')
            {
                while (At < bytes.Length && bytes[At] is not ((byte)'\r' or (byte)'\n'))
                    At++;
            }
            else if (IsBlank(bytes[At]))
            {
                At++;
            }
            else
            {
                return;
            }
        }
    }

    private static bool IsBlank(int code) => code is 0 or 9 or 10 or 12 or 13 or 32;

    private static bool IsDelimiter(int code) => code is '(' or ')' or '<' or '>' or '[' or ']' or '{' or '}' or '/' or '%';

    private int Peek(int ahead) => At + ahead < bytes.Length ? bytes[At + ahead] : -1;

    private PdfName ReadName()
    {
        var name = new List<byte>();
        for (At++; At < bytes.Length && !IsBlank(bytes[At]) && !IsDelimiter(bytes[At]); At++)
        {
            if (bytes[At] == '#')
            {
                name.Add(Convert.FromHexString(Encoding.ASCII.GetString(bytes, At + 1, 2))[0]);
                At += 2;
            }
            else
            {
                name.Add(bytes[At]);
            }
        }
        return new PdfName(Encoding.UTF8.GetString([.. name]));
    }

    private PdfWord ReadText()
    {
        var text = new List<byte>();
        var open = 1;
        for (At++; ; At++)
        {
            var code = Peek(0);
            if (code < 0)
                throw new PdfBrokenException("A string does not end", At);
            if (code == '\\')
            {
                var next = Peek(1);
                if (next is >= '0' and <= '7')
                    throw new PdfBrokenException("Octal escapes are not expected", At);
                text.Add((byte)(next switch { 'n' => '\n', 'r' => '\r', 't' => '\t', _ => next }));
                At++;
                continue;
            }
            open += code == '(' ? 1 : code == ')' ? -1 : 0;
            if (open == 0)
                break;
            text.Add((byte)code);
        }
        At++;
        return new PdfWord([.. text], false);
    }

    private PdfWord ReadHexadecimal()
    {
        var end = Array.IndexOf(bytes, (byte)'>', At);
        if (end < 0)
            throw new PdfBrokenException("A hexadecimal string does not end", At);
        var digits = Encoding.ASCII.GetString(bytes, At + 1, end - At - 1);
        if (digits.Length % 2 != 0 || !digits.All(char.IsAsciiHexDigit))
            throw new PdfBrokenException("6.1.6: a hexadecimal string has an odd or foreign character", At);
        At = end + 1;
        return new PdfWord(Convert.FromHexString(digits), true);
    }

    private PdfArray ReadArray(bool references)
    {
        var items = new List<PdfValue>();
        At++;
        while (true)
        {
            SkipBlanks();
            if (Peek(0) == ']')
                break;
            items.Add(Read(references));
        }
        At++;
        return new PdfArray(items);
    }

    private PdfDictionary ReadDictionary(bool references)
    {
        var entries = new Dictionary<string, PdfValue>();
        At += 2;
        while (true)
        {
            SkipBlanks();
            if (Peek(0) == '>' && Peek(1) == '>')
                break;
            var key = Read(references) as PdfName ?? throw new PdfBrokenException("A dictionary key is not a name", At);
            if (!entries.TryAdd(key.Value, Read(references)))
                throw new PdfBrokenException($"A dictionary has {key.Value} twice", At);
        }
        At += 2;
        return new PdfDictionary(entries);
    }

    private PdfValue ReadNumber(bool references)
    {
        var begin = At;
        while (At < bytes.Length && bytes[At] is (>= (byte)'0' and <= (byte)'9') or (byte)'+' or (byte)'-' or (byte)'.')
            At++;
        var text = Encoding.ASCII.GetString(bytes, begin, At - begin);
        if (!double.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number))
            throw new PdfBrokenException($"'{text}' is not a number", begin);
        if (!references || !text.All(char.IsAsciiDigit))
            return new PdfNumber(number);
        // Two whole numbers and an R are one reference.
        var after = At;
        if (Peek(0) == ' ' && Peek(1) == '0' && Peek(2) == ' ' && Peek(3) == 'R' && (Peek(4) < 0 || IsBlank(Peek(4)) || IsDelimiter(Peek(4))))
        {
            At = after + 4;
            return new PdfReference((int)number);
        }
        return new PdfNumber(number);
    }

    private PdfValue ReadKeyword()
    {
        var begin = At;
        while (At < bytes.Length && !IsBlank(bytes[At]) && !IsDelimiter(bytes[At]))
            At++;
        if (At == begin)
            throw new PdfBrokenException($"Unexpected '{(char)bytes[At]}'", At);
        return Encoding.ASCII.GetString(bytes, begin, At - begin) switch
        {
            "true" => new PdfFlag(true),
            "false" => new PdfFlag(false),
            "null" => new PdfNothing(),
            var word => new PdfKeyword(word),
        };
    }
}
