using System.Net.Sockets;
using Lumen.Server;
using Microsoft.Extensions.Options;

if (args is ["--health", ..])
{
    return await HealthProbe.RunAsync();
}

try
{
    await LumenServer.RunAsync(args);
    return 0;
}
catch (OptionsValidationException exception)
{
    await Console.Error.WriteLineAsync(string.Join(Environment.NewLine, exception.Failures));
    return 1;
}
catch (Exception exception) when (exception is IOException or SocketException)
{
    await Console.Error.WriteLineAsync(
        $"The page's port cannot be opened ({exception.GetBaseException().Message}): set Lumen:Address to an address that this machine "
        + "has, and Lumen:HttpPort to a port that is free and open to this user.");
    return 1;
}
