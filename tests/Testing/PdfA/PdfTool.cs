using System.ComponentModel;
using System.Diagnostics;

namespace Virtuos.Testing.PdfA;

/// <summary>Runs the independent readers of Debian (packages qpdf, poppler-utils, libxml2-utils, xmlsec1) on a file.</summary>
public static class PdfTool
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>What the tool says about the file on both of its outputs; <c>{file}</c> in the arguments is its path.</summary>
    public static async Task<(int Code, string Output)> Run(string tool, byte[] pdf, CancellationToken cancel, params string[] arguments)
    {
        var path = Path.Combine(Path.GetTempPath(), $"virtuos-{Guid.CreateVersion7():n}.pdf");
        await File.WriteAllBytesAsync(path, pdf, cancel);
        try
        {
            var start = new ProcessStartInfo(tool) { RedirectStandardOutput = true, RedirectStandardError = true };
            foreach (var argument in arguments)
                start.ArgumentList.Add(argument.Replace("{file}", path));
            start.Environment["LC_ALL"] = "C.UTF-8";
            using var process = Process.Start(start)!;
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
            limit.CancelAfter(Patience);
            try
            {
                var output = process.StandardOutput.ReadToEndAsync(limit.Token);
                var errors = process.StandardError.ReadToEndAsync(limit.Token);
                await process.WaitForExitAsync(limit.Token);
                return (process.ExitCode, await output + await errors);
            }
            finally
            {
                if (!process.HasExited)
                    process.Kill();
            }
        }
        catch (Win32Exception missing)
        {
            throw new InvalidOperationException($"{tool} is missing; install the Debian packages that ./test names.", missing);
        }
        finally
        {
            File.Delete(path);
        }
    }

    /// <summary>The words of the file in the order of its content, blanks joined.</summary>
    public static async Task<string> Words(byte[] pdf, CancellationToken cancel)
    {
        var (code, output) = await Run("pdftotext", pdf, cancel, "-raw", "-enc", "UTF-8", "{file}", "-");
        return code == 0
            ? string.Join(' ', output.Split([' ', '\n', '\r', '\f', '\u00A0'], StringSplitOptions.RemoveEmptyEntries))
            : throw new InvalidOperationException("pdftotext failed: " + output);
    }
}
