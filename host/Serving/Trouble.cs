namespace Virtuos.Host.Serving;

/// <summary>The page of an error; needs no database.</summary>
internal static class Trouble
{
    public static async Task Write(HttpContext http, int status)
    {
        http.Response.Clear();
        http.Response.StatusCode = status;
        await http.Response.WriteAsync(status.ToString());
    }
}
