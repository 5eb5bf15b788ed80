namespace Virtuos.Kernel.Configuration;

/// <summary>A text file that the program reads is wrong; the message names each place as <c>file:line</c>. The program does not start.</summary>
public sealed class TextFileException(IReadOnlyList<string> problems) : Exception(string.Join(Environment.NewLine, problems))
{
    public IReadOnlyList<string> Problems => problems;
}
